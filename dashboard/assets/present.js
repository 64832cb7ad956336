// Meeting mode. Everything is in the page: a step shows and hides, and asks the server for nothing.
(function () {
  "use strict";

  let deck = null;          // the deck on the page, null on other pages
  let step = 1, frame = 1;  // what is seen, from 1
  let left = null;          // the deck left last, to stay on its step in another language
  let touch = null;

  function slides() { return Array.from(deck.querySelectorAll(".slide")); }
  function frames(number) { return Array.from(slides()[number - 1].querySelectorAll(".frame")); }
  function ownPath() { return location.pathname.replace(/^\/[a-z]{2}\//, "/"); }

  function show(toStep, toFrame) {
    const all = slides();
    step = Math.min(Math.max(toStep, 1), all.length);
    const shown = frames(step);
    frame = Math.min(Math.max(toFrame, 1), shown.length);
    all.forEach(function (slide, k) { slide.classList.toggle("slide-later", k !== step - 1); });
    shown.forEach(function (one, k) { one.classList.toggle("frame-later", k !== frame - 1); });
    deck.querySelectorAll("[data-go]").forEach(function (button) {
      const here = button.dataset.go === String(step), count = button.querySelector(".deck-count");
      if (here) { button.setAttribute("aria-current", "step"); } else { button.removeAttribute("aria-current"); }
      if (count) { count.textContent = here && shown.length > 1 ? frame + "/" + shown.length : ""; }
    });
    deck.dataset.step = String(step);
    deck.dataset.frame = String(frame);
    deck.querySelector(".slides").scrollTop = 0;
    tell(shown);
    left = { path: ownPath(), step: step, frame: frame };
    history.replaceState(history.state, "", "#" + step + (frame > 1 ? "." + frame : ""));
  }

  function tell(shown) {
    const words = shown.length > 1 ? deck.dataset.frames : deck.dataset.status;
    const place = { step: step, steps: slides().length, frame: frame, frames: shown.length };
    const where = words.replace(/\{(\w+)\}/g, function (_, name) { return place[name]; });
    const title = shown[frame - 1].querySelector("h2");
    deck.querySelector(".deck-status").textContent = where + " " + (title ? title.textContent : "");
  }

  function forward() {
    if (frame < frames(step).length) { show(step, frame + 1); }
    else if (step < slides().length) { show(step + 1, 1); }
  }

  function back() {
    if (frame > 1) { show(step, frame - 1); }
    else if (step > 1) { show(step - 1, frames(step - 1).length); }
  }

  function fromAddress() {
    const asked = /^#(\d+)(?:\.(\d+))?$/.exec(location.hash);
    if (asked) { show(Number(asked[1]), Number(asked[2] || 1)); }
    else if (left && left.path === ownPath()) { show(left.step, left.frame); }
    else { show(1, 1); }
  }

  function scrolls() {
    const room = deck.querySelector(".slides");
    return room.scrollHeight > room.clientHeight + 1;
  }

  const KEYS = {
    ArrowRight: forward, PageDown: forward, " ": forward, Spacebar: forward,
    ArrowLeft: back, PageUp: back,
    Home: function () { show(1, 1); },
    End: function () { show(slides().length, 1); },
    Escape: function () { deck.querySelector(".deck-leave").click(); },
  };

  document.addEventListener("keydown", function (event) {
    if (!deck || event.ctrlKey || event.altKey || event.metaKey) { return; }
    if (event.key === " " && event.target.closest && event.target.closest("button, a")) { return; }
    let act = KEYS[event.key];
    if (event.key === " " && event.shiftKey) { act = back; }
    // Where a small screen scrolls, up and down scroll it.
    if (event.key === "ArrowDown" && !scrolls()) { act = forward; }
    if (event.key === "ArrowUp" && !scrolls()) { act = back; }
    if (/^[1-9]$/.test(event.key) && Number(event.key) <= slides().length) {
      act = function () { show(Number(event.key), 1); };
    }
    if (act) { event.preventDefault(); act(); }
  });

  document.addEventListener("click", function (event) {
    const button = deck && event.target.closest ? event.target.closest("[data-go]") : null;
    if (!button) { return; }
    if (button.dataset.go === "next") { forward(); }
    else if (button.dataset.go === "back") { back(); }
    else { show(Number(button.dataset.go), 1); }
  });

  document.addEventListener("touchstart", function (event) {
    touch = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });

  document.addEventListener("touchend", function (event) {
    if (!deck || !touch) { return; }
    const across = event.changedTouches[0].clientX - touch.clientX;
    const down = event.changedTouches[0].clientY - touch.clientY;
    if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(down)) { (across < 0 ? forward : back)(); }
    touch = null;
  }, { passive: true });

  window.addEventListener("hashchange", function () { if (deck) { fromAddress(); } });

  // A browser asks for its icon again at every step's address: it is kept in the page as well.
  function keepIcon() {
    const icon = document.querySelector("link[rel=icon]");
    if (!icon || icon.href.startsWith("data:")) { return; }
    fetch(icon.href).then(function (answer) { return answer.text(); }).then(function (drawing) {
      icon.href = "data:image/svg+xml," + encodeURIComponent(drawing);
    }).catch(function () {});
  }

  // The page is filled after this file has run, and again for every other address.
  function look() {
    const found = document.querySelector("main.present");
    if (found === deck) { return; }
    deck = found;
    if (deck) { keepIcon(); fromAddress(); }
  }
  document.addEventListener("DOMContentLoaded", function () {
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    look();
  });
})();
