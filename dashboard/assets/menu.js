// The language switch keeps the question of an address (?test_step=0.1): only its first part changes.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    const link = event.target.closest ? event.target.closest(".languages a") : null;
    if (!link || !location.search || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    event.stopPropagation();
    history.pushState({}, "", link.pathname + location.search);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as dash's own links announce it
  }, true);
})();
