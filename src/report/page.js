// Headings of tables become buttons that sort.  Without this the tables are tables.
document.querySelectorAll("table.sortable").forEach(function (table) {
	"use strict";
	var headings = Array.prototype.slice.call(table.tHead.rows[0].cells);
	var body = table.tBodies[0];
	var words = new Intl.Collator(document.documentElement.lang, { numeric: true });

	function value(row, column) {
		var cell = row.cells[column];
		return cell.dataset.v === undefined ? cell.textContent : cell.dataset.v;
	}

	headings.forEach(function (heading, column) {
		var button = document.createElement("button");
		var isNumber = heading.classList.contains("n");
		button.type = "button";
		while (heading.firstChild) button.appendChild(heading.firstChild);
		heading.appendChild(button);
		button.addEventListener("click", function () {
			var down = heading.getAttribute("aria-sort") === "ascending";
			var rows = Array.prototype.slice.call(body.rows);
			rows.sort(function (a, b) {
				var x = value(a, column), y = value(b, column), order;
				// what is not known comes last, whichever way
				if (isNumber && (x === "" || y === "")) return (x === "") - (y === "");
				order = isNumber ? Number(x) - Number(y) : words.compare(x, y);
				return down ? -order : order;
			});
			headings.forEach(function (other) { other.removeAttribute("aria-sort"); });
			heading.setAttribute("aria-sort", down ? "descending" : "ascending");
			rows.forEach(function (row) { body.appendChild(row); });
		});
	});
});
// What scrolls sideways says so, as long as it does.
function measure() {
	"use strict";
	document.documentElement.classList.add("measured");
	document.querySelectorAll(".hint").forEach(function (hint) {
		var frame = hint.nextElementSibling;
		hint.classList.toggle("needed", frame.scrollWidth > frame.clientWidth + 1);
	});
}
addEventListener("resize", measure);
measure();
// All tables at once, to search or print them.
document.querySelectorAll("button.all").forEach(function (button) {
	"use strict";
	button.hidden = false;
	button.addEventListener("click", function () {
		var tables = Array.prototype.slice.call(document.querySelectorAll("details.report"));
		var isOpen = tables.every(function (table) { return table.open; });
		tables.forEach(function (table) { table.open = !isOpen; });
		button.setAttribute("aria-pressed", String(!isOpen));
	});
});
// A link to a table opens it.
function openTarget() {
	"use strict";
	var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
	if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
}
addEventListener("hashchange", openTarget);
openTarget();
