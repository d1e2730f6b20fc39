// Clients of /hooks that never come to an end: node slow.js URL N LOG
//
// N connections, by turns without a word, with half a head, and with a head
// whose body does not come.  One that is cut off is opened again.  LOG is
// written "hanging N" when all of them are there, and how many there are still
// on SIGUSR1: "still N".
'use strict';
const fs = require('fs');
const net = require('net');

const url = new URL(process.argv[2]);
const most = Number(process.argv[3]), log = process.argv[4];
const head = `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n` +
    'Content-Type: application/json\r\n';
const words = ['', head, `${head}Content-Length: 1000\r\n\r\n{"id":1`];
let hanging = 0, said = false;

function open(n) {
	let there = false;
	const socket = net.connect(Number(url.port), url.hostname, () => {
		const begun = () => {
			there = true;
			if (++hanging === most && !said) {
				said = true;
				fs.appendFileSync(log, `hanging ${hanging}\n`);
			}
		};
		if (words[n % 3] === '')
			begun();
		else
			socket.write(words[n % 3], begun);
	});
	socket.on('data', () => {});
	socket.on('error', () => {});
	socket.on('close', () => {
		if (there)
			hanging--;
		setTimeout(open, 50, n);
	});
}
for (let n = 0; n < most; n++)
	open(n);
process.on('SIGUSR1', () => fs.appendFileSync(log, `still ${hanging}\n`));
