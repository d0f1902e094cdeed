// A KRM function that does nothing: what reading and writing the list costs in Node (issue 6).
const { readFileSync, writeSync } = require('node:fs');
const { dump, load } = require('js-yaml');

const bytes = Buffer.from(dump(load(readFileSync(0, 'utf8'))));
for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
