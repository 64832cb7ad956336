// Pages of a result: the rows an address asks for are opened, and every sheet of paper says what it is from.
(function () {
  "use strict";

  let page = null;      // the page of a result that is seen, null on other pages
  let opened = [];      // details opened for the printer
  const sheets = document.createElement("style");

  // Within a string of a style sheet.
  function quoted(words) {
    return '"' + words.replace(/[^\w \u0080-\uffff]/g, function (c) { return "\\" + c.charCodeAt(0).toString(16) + " "; }) + '"';
  }

  function head() {
    sheets.textContent = page === null ? "" :
      "@page sheets { @top-left { content: " + quoted(page.dataset.paper) + " } @bottom-left { content: " +
      quoted(page.dataset.foot) + " } }" +
      (page.querySelector(".case-name") ? "@page sheets:first { @top-left { content: none } }" : "");
  }

  function rows() {
    const asked = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    if (!page || !asked || !page.contains(asked)) { return; }
    asked.querySelectorAll("details").forEach(function (one) { one.open = true; });
    asked.scrollIntoView();
    const title = asked.querySelector("summary");
    if (title) { title.focus({ preventScroll: true }); }
  }

  function look() {
    const found = document.querySelector("main.sheets");
    if (found === page) { return; }
    page = found;
    head();
    rows();
  }

  window.addEventListener("beforeprint", function () {
    opened = page ? Array.from(page.querySelectorAll("details:not([open])")) : [];
    opened.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
    opened = [];
  });
  window.addEventListener("hashchange", rows);
  document.addEventListener("DOMContentLoaded", function () {
    document.head.append(sheets);
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    look();
  });
})();
