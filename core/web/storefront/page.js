// What is live on a page: pieces that come and go while they are looked at,
// and the countdown of a hold.  Everything else works without this.
(function () {
	"use strict";

	var words = {
		available: "Available", held: "On hold", sold: "Sold",
		gone: "No longer offered"
	};
	var main = document.querySelector("[data-page]");
	var page = main ? main.dataset.page : "list";
	var paying = false;
	var since = document.body.dataset.since;

	// One sentence for a screen reader, and for nobody else.
	function say(text) {
		document.getElementById("said").textContent = text;
	}

	function setClass(el, status) {
		el.classList.remove("available", "held", "sold", "gone");
		el.classList.add(status);
	}

	function flash(el) {
		el.classList.remove("changed");
		void el.offsetWidth;
		el.classList.add("changed");
	}

	function onCard(card, event) {
		var status = card.querySelector(".status");
		var title = card.querySelector(".title").textContent;

		if (card.classList.contains(event.status))
			return;
		setClass(card, event.status);
		status.textContent = event.status === "available" ? "" :
		    words[event.status];
		flash(card);
		say(title + ": " + words[event.status]);
	}

	// Why it went, in the shop's own words.
	function notice(sku, then) {
		fetch("/v1/items/" + encodeURIComponent(sku))
		    .then(function (r) { return r.ok ? r.json() : null; })
		    .then(function (item) { then(item); })
		    .catch(function () { then(null); });
	}

	function onPiece(event) {
		var status = document.getElementById("status");
		var buy = document.getElementById("buy");

		if (status.dataset.status === event.status)
			return;
		status.dataset.status = event.status;
		setClass(main, event.status);
		if (buy)
			buy.hidden = event.status !== "available";
		status.textContent = words[event.status] + ".";
		flash(status);
		notice(main.dataset.sku, function (item) {
			// The latest word wins, however late the answer.
			if (item && item.status === status.dataset.status)
				status.textContent = item.notice;
		});
	}

	function onCheckout(event) {
		var alert = document.getElementById("status");
		var button = document.querySelector("#pay button");

		if (paying || (event.status !== "sold" &&
		    event.status !== "gone"))
			return;
		// Paid elsewhere: only the shop knows whether it was us.
		if (main.dataset.mode === "link") {
			location.reload();
			return;
		}
		notice(main.dataset.sku, function (item) {
			var why = item ? item.notice : words[event.status] + ".";

			if (paying)
				return;
			alert.textContent = why + " We are sorry. Nothing " +
			    "has been charged.";
			alert.hidden = false;
			button.disabled = true;
			alert.scrollIntoView({ block: "center" });
		});
	}

	function onEvent(message) {
		var event = JSON.parse(message.data);
		var cards = document.querySelectorAll(".card");

		for (var i = 0; i < cards.length; i++)
			if (cards[i].dataset.sku === event.sku)
				onCard(cards[i], event);
		if (!main || main.dataset.sku !== event.sku)
			return;
		if (page === "piece")
			onPiece(event);
		else if (page === "checkout")
			onCheckout(event);
		else if (page === "reserved" && !paying &&
		    event.status !== "held")
			location.reload();
	}

	function listen() {
		var source;

		if (!since || !window.EventSource)
			return;
		source = new EventSource("/v1/events?since=" +
		    encodeURIComponent(since));
		source.addEventListener("piece", function (message) {
			since = message.lastEventId || since;
			onEvent(message);
		});
		source.addEventListener("open", function () {
			document.body.dataset.live = "yes";
		});
		// A browser comes back by itself from a broken connection,
		// but not from an answer it did not like.
		source.addEventListener("error", function () {
			document.body.dataset.live = "no";
			if (source.readyState === EventSource.CLOSED)
				setTimeout(listen, 2000 + 3000 * Math.random());
		});
		source.addEventListener("reset", function () {
			if (page !== "checkout")
				location.reload();
		});
	}

	function two(n) {
		return (n < 10 ? "0" : "") + n;
	}

	// Counts by the browser's monotonic clock from what the shop's clock
	// said was left: a wrong clock on the visitor's side does no harm.
	function countDown() {
		var box = document.getElementById("countdown");
		var left = document.getElementById("left");
		var all = box ? Number(box.dataset.seconds) : 0;
		var start = performance.now();
		var timer, told = {};

		function tick() {
			var n = Math.max(0, Math.ceil(all -
			    (performance.now() - start) / 1000));

			left.textContent = "(" + Math.floor(n / 60) + ":" +
			    two(n % 60) + " left)";
			box.classList.toggle("soon", n <= 60);
			[120, 30].forEach(function (mark) {
				if (n === mark && !told[mark]) {
					told[mark] = true;
					say("Held for you for " + (mark === 120 ?
					    "two more minutes" : "30 more seconds"));
				}
			});
			if (n > 0)
				return;
			clearInterval(timer);
			box.textContent = "Your hold has ended. If the piece " +
			    "is still there, you can still buy it.";
			say(box.textContent);
		}

		if (!box)
			return;
		timer = setInterval(tick, 250);
		tick();
	}

	// Pressed once is enough; and our own purchase is no bad news.
	function watchForms() {
		var forms = document.querySelectorAll("main form[method=post]");

		Array.prototype.forEach.call(forms, function (form) {
			form.addEventListener("submit", function () {
				paying = true;
				setTimeout(function () {
					form.querySelector("button").disabled =
					    true;
				}, 0);
			});
		});
		// Back from the next page: what was pressed may be again.
		window.addEventListener("pageshow", function (e) {
			if (e.persisted)
				location.reload();
		});
	}

	listen();
	countDown();
	watchForms();
})();
