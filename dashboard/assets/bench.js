// The bench of an open day. One answer of the server holds a whole run: this script only plays it.
(function () {
  const DRUMS = 5, RED = 3, UNITS = 10; // digits of a register; the frames count in tenths of the last one
  const NARROW = 720, TOO_LONG = 15000, HOUR = 9;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let run = null, stands = null, at = 0, shownDay = -1, playing = false, before = null, hold = 0, waiting = 0;
  let seconds = 3.5, startWhenReady = false, lastSearch = "", jump = 0;

  const root = () => document.querySelector(".bench");
  const one = (name) => root().querySelector(name);
  const all = (name) => Array.from(root().querySelectorAll(name));
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const days = () => run.days.length;

  // ---- choosing -----------------------------------------------------------------------------------
  function ask(search) {
    lastSearch = search || lastSearch; // the language switch drops the question; the page keeps it
    stop();
    if (root()) { wait(); }
    return [lastSearch, window.innerWidth < NARROW];
  }

  function askAgain(changes) {
    const wish = Object.assign({}, run.choice, changes);
    const search = "?" + Object.keys(wish).map((name) => name + "=" + encodeURIComponent(wish[name])).join("&");
    window.dash_clientside.set_props(root().dataset.ask, { data: ask(search) });
  }

  function wait() {
    one(".bench-open[data-act=open]").disabled = true;
    one(".bench-status").textContent = root().dataset.preparing;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      if (!root()) { return; }
      one(".bench-status").textContent = root().dataset.unreachable;
      startWhenReady = false;
      if (run) { mark(); phase("choose"); }
    }, TOO_LONG);
  }

  function ready(answer) {
    if (!answer || !root()) { return; }
    run = answer;
    window.clearTimeout(waiting);
    stands = { old: summed("old"), new: summed("new") };
    lastSearch = run.search;
    window.history.replaceState(window.history.state, "", window.location.pathname + run.search);
    mark();
    one(".bench-open[data-act=open]").disabled = false;
    one(".bench-status").textContent = root().dataset[run.faulty ? "faulty" : "ready"];
    if (startWhenReady) { startWhenReady = false; open(); } else { phase("choose"); }
  }

  function summed(name) {
    const sums = [run.frames.start[name]];
    run.frames[name].forEach((added) => sums.push(sums[sums.length - 1] + added));
    return sums;
  }

  function mark() {
    const other = one("[data-other]");
    const usual = all("[data-name=days]").filter((button) => button !== other);
    other.hidden = usual.some((button) => Number(button.dataset.value) === run.choice.days);
    other.dataset.value = run.choice.days;
    other.firstElementChild.textContent = filled(other.dataset.other, { days: run.choice.days });
    all("[data-name]").forEach(function (button) {
      const chosen = String(run.choice[button.dataset.name]) === button.dataset.value;
      button.setAttribute("aria-pressed", String(chosen));
    });
    window.dash_clientside.set_props(root().dataset.seed, { value: String(run.choice.seed) });
  }

  // ---- the stage ----------------------------------------------------------------------------------
  function phase(name) {
    root().dataset.phase = name;
    if (name === "choose") { stop(); }
  }

  function open() {
    build();
    at = 0; shownDay = -1;
    one(".bench-truth").hidden = true;
    root().dataset.ended = "false";
    phase("run");
    showDay(0);
    render();
    play();
    window.scrollTo(0, 0);
    one(".bench-pause").focus({ preventScroll: true });
  }

  function build() {
    all("[data-register]").forEach(function (register) {
      const name = register.dataset.register;
      const word = one('[data-name="' + name + '"][aria-pressed=true] .bench-word').textContent;
      register.querySelector(".bench-name").textContent = filled(root().dataset[name], { condition: word });
      const wheels = register.querySelector(".bench-wheels");
      wheels.replaceChildren();
      for (let k = 0; k < DRUMS + RED; k += 1) {
        if (k === DRUMS) { wheels.append(made("span", "bench-point", ".")); }
        const red = k - DRUMS + 1;
        const kind = red > 0 ? " red" + (red > run.read ? " unread" : "") : "";
        const wheel = made("span", "bench-wheel" + kind), strip = made("span", "bench-strip");
        for (let digit = 0; digit <= 10; digit += 1) { strip.append(made("span", "", String(digit % 10))); }
        wheel.append(strip);
        wheels.append(wheel);
      }
    });
    one(".bench-unread").hidden = run.read >= RED;
    const box = (svg) => svg.match(/viewBox="0 0 ([\d.]+) ([\d.]+)"/).slice(1).map(Number);
    const sizes = run.days.map((day) => box(day.picture));
    const tallest = Math.max(...sizes.map((size) => size[1]));
    one(".bench-figure").style.aspectRatio = sizes[0][0] + " / " + tallest;
  }

  // As an image, so that the page's style sheet leaves the picture alone.
  function draw(shown) {
    const image = one(".bench-figure img") || one(".bench-figure").appendChild(made("img"));
    image.src = "data:image/svg+xml," + encodeURIComponent(shown.picture);
    image.alt = shown.alt;
  }

  function made(tag, name, words) {
    const element = document.createElement(tag);
    if (name) { element.className = name; }
    if (words !== undefined) { element.textContent = words; }
    return element;
  }

  function play() {
    playing = true; before = null; hold = 0;
    one(".bench-pause").textContent = one(".bench-pause").dataset.pause;
    if (still.matches) { later(); } else { window.requestAnimationFrame(step); }
  }

  function stop() {
    playing = false;
    window.clearTimeout(jump);
    if (root()) { one(".bench-pause").textContent = one(".bench-pause").dataset.on; }
  }

  function later() {
    window.clearTimeout(jump);
    jump = window.setTimeout(function () {
      if (!playing || !root()) { return; }
      goTo(Math.floor(at + 1e-9) + 1);
      if (playing) { later(); }
    }, Math.max(1200, 600 * seconds));
  }

  function step(now) {
    if (!playing || !root()) { return; }
    const passed = before === null ? 0 : Math.min(now - before, 100);
    before = now;
    if (hold > 0) {
      hold -= passed;
    } else {
      const next = at + passed / 1000 / seconds, read = Math.floor(at + 1e-9) + 1;
      if (next >= read) { goTo(read); hold = Math.min(900, 250 * seconds); } else { at = next; render(); }
    }
    if (playing) { window.requestAnimationFrame(step); }
  }

  function goTo(day) {
    at = Math.min(day, days());
    showDay(at);
    render();
    if (at === days()) { end(); }
  }

  function end() {
    const inside = one(".bench-run").contains(document.activeElement);
    stop();
    root().dataset.ended = "true";
    one(".bench-reveal").hidden = false;
    if (inside) { one(".bench-reveal").focus({ preventScroll: true }); }
  }

  function showDay(day) {
    if (day === shownDay) { return; }
    shownDay = day;
    const told = day ? run.days[day - 1] : null;
    one(".bench-reveal").hidden = true;
    one(".bench-verdict").dataset.verdict = told ? told.verdict : "none";
    one(".bench-verdict .verdict-word span").textContent = told ? told.word : "";
    all(".bench-verdict .verdict-icon").forEach(function (icon) {
      icon.hidden = !told || icon.dataset.icon !== told.verdict;
    });
    one(".bench-sentence").textContent = told ? told.sentence : "";
    draw(told || run.opening);
    const body = one(".bench-table tbody"), labels = one(".bench-table").dataset.labels.split("|");
    body.replaceChildren(...run.days.slice(0, day).map(function (each) {
      const row = made("tr");
      each.cells.forEach(function (words, k) {
        const cell = made(k ? "td" : "th", "", words);
        if (k) { cell.dataset.label = labels[k]; } else { cell.scope = "row"; }
        row.append(cell);
      });
      return row;
    }));
  }

  function render() {
    const frame = Math.min(at * run.frames.day, stands.old.length - 1), k = Math.floor(frame);
    Object.keys(stands).forEach(function (name) {
      const from = stands[name][k], to = stands[name][Math.min(k + 1, stands[name].length - 1)];
      const value = from + (frame - k) * (to - from);
      turn(one('[data-register="' + name + '"]'), at % 1 ? value : UNITS * Math.floor(value / UNITS)); // as it is read
    });
    const ended = at >= days();
    const minutes = Math.floor((at % 1) * 1440 / 15) * 15 + HOUR * 60;
    const time = String(Math.floor(minutes / 60) % 24).padStart(2, "0") + ":" + String(minutes % 60).padStart(2, "0");
    one(".bench-clock").textContent = ended
      ? filled(root().dataset.over, { days: days() })
      : filled(root().dataset.clock, { day: Math.floor(at + 1e-9) + 1, time: time });
    const flow = ended ? 0 : run.frames.flow[Math.min(k, run.frames.flow.length - 1)];
    one(".bench-flow").textContent = flow ? filled(root().dataset.flow, { flow: flow }) : root().dataset.closed;
    one(".bench-stream").style.setProperty("--flow", Math.min(1, Math.sqrt(flow / 600)).toFixed(3));
  }

  // A wheel turns on while the one to its right goes from 9 to 0; the last one turns all the time.
  function turn(register, value) {
    const strips = register.querySelectorAll(".bench-strip");
    let right = null;
    for (let k = strips.length - 1; k >= 0; k -= 1) {
      const turns = value / (UNITS * Math.pow(10, strips.length - 1 - k)), digit = Math.floor(turns) % 10;
      right = digit + (right === null ? turns - Math.floor(turns) : Math.max(0, right - 9));
      strips[k].style.setProperty("--turn", right.toFixed(3));
    }
  }

  function reveal() {
    draw(run.truth);
    one(".bench-truth-title").textContent = run.truth.title;
    one(".bench-truth-sentences").replaceChildren(...run.truth.sentences.map((words) => made("li", "", words)));
    one(".bench-truth").hidden = false;
    one(".bench-reveal").hidden = true;
    one(".bench-truth-title").focus();
  }

  const acts = {
    open: open,
    reveal: reveal,
    pause: function () { if (playing) { stop(); } else if (at < days()) { play(); } },
    next: function () { goTo(Math.min(Math.floor(at + 1e-9) + 1, days())); hold = 0; if (playing && still.matches) { later(); } },
    end: function () { goTo(days()); },
    again: function () { startWhenReady = true; askAgain({ seed: Math.floor(Math.random() * 1e6) }); },
    "other-seed": function () { askAgain({ seed: Math.floor(Math.random() * 1e6) }); },
    choose: function () { phase("choose"); window.scrollTo(0, 0); one(".bench-open[data-act=open]").focus(); },
    speed: function (button) {
      seconds = Number(button.dataset.seconds);
      all("[data-act=speed]").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    },
  };

  document.addEventListener("click", function (event) {
    const button = event.target.closest(".bench button");
    if (!button || !run) { return; }
    if (button.dataset.act) { acts[button.dataset.act](button); return; }
    if (button.getAttribute("aria-pressed") === "true") { return; }
    all('[data-name="' + button.dataset.name + '"]').forEach(function (each) {
      each.setAttribute("aria-pressed", String(each === button));
    });
    askAgain({ [button.dataset.name]: button.dataset.value });
  });

  document.addEventListener("change", function (event) {
    if (root() && run && event.target.id === root().dataset.seed) { askAgain({ seed: event.target.value.trim() }); }
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, { bench: { ask: ask, ready: ready } });
})();
