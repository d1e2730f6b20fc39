// What a page of ours must be for everybody; returns what is wrong with it.
var wrong = [];

function each(selector, fn) {
	Array.prototype.forEach.call(document.querySelectorAll(selector), fn);
}
function seen(el) {
	var r = el.getBoundingClientRect();
	return r.width > 1 && r.height > 1;
}
function light(c) {
	c = c.map(function (v) {
		v /= 255;
		return v <= 0.03928 ? v / 12.92 :
		    Math.pow((v + 0.055) / 1.055, 2.4);
	});
	return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}
function rgba(text) {
	var n = text.match(/[\d.]+/g).map(Number);
	return n.length < 4 ? n.concat(1) : n;
}
function ground(el) {
	for (; el; el = el.parentElement) {
		var c = rgba(getComputedStyle(el).backgroundColor);
		if (c[3] > 0)
			return c.slice(0, 3);
	}
	return [255, 255, 255];
}

if (document.documentElement.lang !== "en")
	wrong.push("no language");
if (document.title === "")
	wrong.push("no title");
if (document.querySelectorAll("h1").length !== 1)
	wrong.push("not one h1");
if (document.querySelectorAll("main").length !== 1)
	wrong.push("not one main");
if (!document.querySelector("[aria-live=polite]"))
	wrong.push("nothing live is announced");
if (document.documentElement.scrollWidth > window.innerWidth)
	wrong.push("scrolls sideways: " +
	    document.documentElement.scrollWidth + " > " + window.innerWidth);
each("main *", function (el) {
	var r = el.getBoundingClientRect();
	var p = el.parentElement.getBoundingClientRect();
	if (seen(el) && r.right > p.right + 1 && !el.matches(".photos"))
		wrong.push("sticks out: " + el.textContent.trim().slice(0, 40));
});
each("img", function (img) {
	if (!img.hasAttribute("alt"))
		wrong.push("picture without alt: " + img.src);
});
each("input:not([type=hidden])", function (input) {
	if (input.labels.length === 0)
		wrong.push("field without label: " + input.name);
});
var ids = {};
each("[id]", function (el) {
	if (ids[el.id])
		wrong.push("an id twice: " + el.id);
	ids[el.id] = true;
});
each("[aria-describedby], label[for], a[href^='#']", function (el) {
	var id = el.getAttribute("aria-describedby") || el.htmlFor ||
	    el.getAttribute("href").slice(1);
	if (!document.getElementById(id))
		wrong.push("points to nothing: " + id);
});
var level = 0;
each("h1, h2, h3, h4", function (h) {
	var n = Number(h.tagName[1]);
	if (n > level + 1)
		wrong.push("a heading skips: " + h.textContent);
	level = n;
});
each("a[href]", function (a) {
	var name = a.textContent.trim() || a.getAttribute("aria-label");
	if (!name)
		wrong.push("link without a name: " + a.href);
});
each("[tabindex]", function (el) {
	if (el.tabIndex > 0)
		wrong.push("out of the order: " + el.tagName);
});
each("input[required]", function (input) {
	if (!input.autocomplete)
		wrong.push("nothing to fill in by itself: " + input.name);
});
each("fieldset", function (set) {
	if (!set.querySelector("legend"))
		wrong.push("fieldset without legend");
});
each("main, header, footer", function (el) {
	if (el.parentElement !== document.body)
		wrong.push("no landmark: " + el.tagName);
});
each("button, a.button", function (b) {
	var r = b.getBoundingClientRect();
	if (b.textContent.trim() === "")
		wrong.push("button without a name");
	if (seen(b) && r.height < 44)
		wrong.push("too small for a thumb: " + b.textContent);
});
each("body *", function (el) {
	var own = Array.prototype.some.call(el.childNodes, function (n) {
		return n.nodeType === 3 && n.textContent.trim() !== "";
	});
	if (!own || !seen(el) || el.closest(".aside, .skip"))
		return;
	var a = light(rgba(getComputedStyle(el).color).slice(0, 3));
	var b = light(ground(el));
	var ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
	if (ratio < 4.5)
		wrong.push("contrast " + ratio.toFixed(2) + ": " +
		    el.textContent.trim().slice(0, 40));
});
return wrong.join("; ");
