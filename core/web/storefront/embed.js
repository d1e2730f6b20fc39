// A button for any site.  Where a page of another system has
//
//	<span class="vitrine" data-sku="BR-1041">Ask us about it</span>
//	<script src="https://shop.example/embed.js" async></script>
//
// a link to the piece's own page appears, and says by itself when the piece
// is on hold or sold.  Until the shop answers, and if it never does, what
// stands there stays.
(function () {
	"use strict";

	var shop = new URL(document.currentScript.src).origin;
	var words = { available: "Buy", held: "On hold", sold: "Sold",
		gone: "No longer offered" };
	var spots = document.querySelectorAll(".vitrine[data-sku]");

	function show(spot, status) {
		var link = spot.querySelector("a");

		if (!link || !link.dataset.vitrine) {
			link = document.createElement("a");
			link.dataset.vitrine = "yes";
			spot.textContent = "";
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

	function onPiece(message) {
		var event = JSON.parse(message.data);

		Array.prototype.forEach.call(spots, function (spot) {
			if (spot.dataset.sku === event.sku)
				show(spot, event.status);
		});
	}

	function listen() {
		var source = new EventSource(shop + "/v1/events");

		// Asked once it listens, so that nothing falls in between.
		source.addEventListener("open", askAll);
		source.addEventListener("reset", askAll);
		source.addEventListener("piece", onPiece);
		// A browser comes back by itself from a broken connection,
		// but not from an answer it did not like.
		source.addEventListener("error", function () {
			if (source.readyState === EventSource.CLOSED)
				setTimeout(listen, 2000 + 3000 * Math.random());
		});
	}

	if (spots.length === 0)
		return;
	if (window.EventSource)
		listen();
	else
		askAll();
})();
