// A button for any site.  Where a page of another system has
//
//	<span class="vitrine" data-sku="BR-1041"></span>
//	<script src="https://shop.example/embed.js" async></script>
//
// a link to the piece's own page appears, and says by itself when the piece
// is on hold or sold.
(function () {
	"use strict";

	var shop = new URL(document.currentScript.src).origin;
	var words = { available: "Buy", held: "On hold", sold: "Sold",
		gone: "No longer offered" };
	var spots = document.querySelectorAll(".vitrine[data-sku]");
	var source;

	function show(spot, status) {
		var link = spot.querySelector("a");

		if (!link) {
			link = document.createElement("a");
			spot.appendChild(link);
			spot.setAttribute("aria-live", "polite");
		}
		link.textContent = words[status] || words.gone;
		spot.dataset.status = status;
		// Only what can be bought leads anywhere.
		if (status === "available")
			link.href = shop + "/p/" +
			    encodeURIComponent(spot.dataset.sku);
		else
			link.removeAttribute("href");
	}

	function ask(spot) {
		fetch(shop + "/v1/items/" + encodeURIComponent(spot.dataset.sku))
		    .then(function (r) { return r.ok ? r.json() : null; })
		    .then(function (item) {
			show(spot, item ? item.status : "gone");
		    })
		    .catch(function () {});
	}

	function askAll() {
		Array.prototype.forEach.call(spots, ask);
	}

	if (spots.length === 0)
		return;
	source = new EventSource(shop + "/v1/events");
	// Asked once it listens, so that nothing falls in between.
	source.addEventListener("open", askAll);
	source.addEventListener("reset", askAll);
	source.addEventListener("piece", function (message) {
		var event = JSON.parse(message.data);

		Array.prototype.forEach.call(spots, function (spot) {
			if (spot.dataset.sku === event.sku)
				show(spot, event.status);
		});
	});
})();
