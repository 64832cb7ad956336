// The document's title and language follow the page, so that screen readers and tabs do too.
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  page: {
    announce: function (title, language) {
      if (title) { document.title = title; }
      if (language) { document.documentElement.lang = language; }
    },
  },
});

// A figure is drawn to the width of the screen; paper is narrower and would cut it off.
(function () {
  const paper = { width: 640, height: 340 };
  function redraw(size) {
    document.querySelectorAll(".graph .js-plotly-plot").forEach(function (plot) {
      window.Plotly.relayout(plot, size);
    });
  }
  window.addEventListener("beforeprint", function () { redraw(Object.assign({ autosize: false }, paper)); });
  window.addEventListener("afterprint", function () { redraw({ autosize: true, width: null, height: null }); });
})();
