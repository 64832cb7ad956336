// The session is over: a page that asks for something is opened anew, which leads to the sign-in page.
(function () {
  "use strict";
  const ask = window.fetch;
  window.fetch = function () {
    return ask.apply(this, arguments).then(function (answer) {
      if (answer.status === 401 && new URL(answer.url).pathname.startsWith("/_dash")) { window.location.reload(); }
      return answer;
    });
  };
})();
