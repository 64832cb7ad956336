// What is typed is saved to the server while it is typed; without a connection it waits on the page.
(function () {
  "use strict";
  const form = document.querySelector("form.entry-form");
  if (!form) { return; }
  const state = form.querySelector(".kept-state");
  const words = form.dataset;
  const kept = ["title", "pasted", "unit", "price", "case", "zero_test"];
  const families = ["rows.", "number.", "plates.", "step.", "unit_of.", "zone."];
  let wanted = 0;      // changes so far
  let saved = 0;       // changes the server has
  let timer = 0;
  let leaving = false; // the form is on its way
  let waiting = null;  // the button to press once the connection is back

  function isKept(name) {
    return kept.includes(name) || families.some(function (family) { return name.startsWith(family); });
  }

  function say(text) { if (state.textContent !== text) { state.textContent = text; } }

  function typed() {
    const told = {};
    new FormData(form).forEach(function (value, name) {
      if (typeof value !== "string") { return; }
      if (isKept(name)) { told[name] = value; }
    });
    return told;
  }

  function save() {
    window.clearTimeout(timer);
    const change = wanted;
    return fetch(words.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Draft-Token": form.elements.token.value },
      body: JSON.stringify(typed()),
    }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      saved = Math.max(saved, change);
      if (window.location.pathname !== form.getAttribute("action")) {
        window.history.replaceState(null, "", form.getAttribute("action"));
        document.querySelectorAll(".languages a").forEach(function (link) {
          const tag = link.getAttribute("href").split("/")[1];
          link.setAttribute("href", "/" + [tag].concat(form.getAttribute("action").split("/").slice(2)).join("/"));
        });
      }
      say(saved === wanted ? words.saved : words.unsaved);
      return true;
    }, function () {
      say(waiting ? words.waiting : words.offline);
      timer = window.setTimeout(again, 5000);
      return false;
    }).catch(function () { say(""); return true; }); // refused: sending the form will say why
  }

  function again() {
    if (saved === wanted && !waiting) { return; }
    save().then(function (there) {
      if (there && waiting) { const pressed = waiting; waiting = null; send(pressed); }
    });
  }

  function send(button) {
    leaving = true;
    form.requestSubmit(button.form ? button : undefined);
  }

  function changed(event) {
    if (event.target.type === "file") { tooLarge(event.target); return; }
    if (!isKept(String(event.target.name))) { return; }
    wanted += 1;
    say(words.unsaved);
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 700);
  }

  function tooLarge(field) {
    const file = field.files && field.files[0];
    if (!file || file.size <= Number(words.most)) { return false; }
    const told = words.tooLarge.replace("{file}", file.name);
    say(told.replace("{megabytes}", String(Math.round(Number(words.most) / 1048576))));
    field.value = "";
    return true;
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", function (event) { if (event.target.type === "file") { changed(event); } });
  window.addEventListener("online", again);

  form.addEventListener("submit", function (event) {
    if (leaving) { return; }
    event.preventDefault();
    const pressed = event.submitter || form;
    save().then(function (there) { if (there) { send(pressed); } else { waiting = pressed; say(words.waiting); } });
  });

  window.addEventListener("beforeunload", function (event) {
    if (!leaving && saved !== wanted) { event.preventDefault(); }
  });
  // Back from the next page: the form may be sent again.
  window.addEventListener("pageshow", function () { leaving = false; });

  const copy = document.querySelector(".kept-note .copy");
  if (copy) {
    const address = document.querySelector(".kept-address");
    copy.hidden = false;
    copy.addEventListener("click", function () {
      address.select();
      // navigator.clipboard is not there on plain http in a network.
      if (document.execCommand("copy")) { copy.textContent = copy.dataset.copied; }
    });
  }

  const add = form.querySelector(".add-row");
  if (add) {
    add.hidden = false;
    add.addEventListener("click", function () {
      const body = form.querySelector(".typed-rows tbody");
      const last = body.rows[body.rows.length - 1];
      const index = body.rows.length;
      const row = last.cloneNode(true);
      row.cells[0].textContent = String(index + 2);
      row.querySelectorAll("input").forEach(function (field) {
        field.value = "";
        field.name = field.name.replace(/\.\d+\./, "." + index + ".");
        field.setAttribute("aria-label", field.getAttribute("aria-label").replace(String(index + 1), String(index + 2)));
      });
      body.appendChild(row);
      row.querySelector("input").focus();
    });
  }
})();
