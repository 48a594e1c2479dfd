// Draws the page's pictures. Without this script, or where a picture fails, its table stays open instead.
(function () {
  "use strict";
  var specs = JSON.parse(document.getElementById("specs").textContent);
  var views = [];
  var options = {
    mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, hover: false,
    tooltip: { disableDefaultStyle: true, theme: "custom" }
  };

  function width(place) {
    return Math.max(Number(place.dataset.least), Math.floor(place.clientWidth));
  }

  // What does not scroll needs no stop for the keyboard.
  function settle() {
    document.querySelectorAll(".scroll, .chart").forEach(function (place) {
      var isWider = place.scrollWidth > place.clientWidth;
      if (isWider) { place.tabIndex = 0; } else { place.removeAttribute("tabindex"); }
      var hint = place.nextElementSibling;
      if (hint && hint.className === "more") { hint.hidden = !isWider; }
    });
  }

  function fold(name) {
    var table = document.querySelector('details[data-table-of="' + name + '"]');
    if (table) { table.open = false; }
  }

  function draw(place) {
    var name = place.dataset.picture;
    var spec = specs[name];
    spec.width = width(place);
    return vegaEmbed(place, spec, options).then(function (drawn) {
      views.push({ place: place, view: drawn.view, width: spec.width });
      fold(name);
    }, function () {
      place.remove();
    });
  }

  function refit() {
    views.forEach(function (one) {
      var now = width(one.place);
      if (now !== one.width) {
        one.width = now;
        one.view.width(now).run();
      }
    });
    settle();
  }

  var waiting = 0;
  window.addEventListener("resize", function () {
    clearTimeout(waiting);
    waiting = setTimeout(refit, 120);
  });

  // On paper the pictures are drawn for the paper's width, so that their letters keep their size.
  // Closed sections are opened for it: nobody can open them there.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("main details:not([open])"));
    opened.forEach(function (one) { one.open = true; });
    views.forEach(function (one) { one.view.width(660).run(); });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
    views.forEach(function (one) { one.view.width(one.width).run(); });
  });

  // The letters must be there before the renderer measures words with them.
  Promise.all(["12px 'Source Sans 3'", "600 12px 'Source Sans 3'"].map(function (font) {
    return document.fonts.load(font);
  })).catch(function () { return null; }).then(function () {
    return Promise.all(Array.prototype.map.call(document.querySelectorAll(".chart"), draw));
  }).then(function () {
    settle();
    document.documentElement.dataset.drawn = String(views.length);
  });
})();
