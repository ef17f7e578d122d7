// Makes the table of networks small: node compile.mjs OUTPUT. The build runs it; Strata.Platform/Identity/Networks/NetworkTable.cs reads
// what it writes, little-endian:
//   "STRNET1\0"; counts of organisations, of ranges of IPv4, of ranges of IPv6, and bytes of names (4 x uint32)
//   organisations: autonomous system number (uint32 each), then where the name ends (uint32 each), then the names in UTF-8
//   IPv4: first addresses (uint32 each), last addresses, organisations; ascending, without overlap
//   IPv6: the same with the first 64 bits of the addresses (uint64 each); organisations are uint32
import { readFileSync, writeFileSync } from 'node:fs';

const directory = new URL('node_modules/@ip-location-db/asn/', import.meta.url);
const organisations = new Map();
const numbers = [];
const names = [];

function organisationOf(number, name) {
  const key = `${number} ${name}`;
  let at = organisations.get(key);
  if (at === undefined) {
    at = numbers.length;
    organisations.set(key, at);
    numbers.push(number);
    names.push(name);
  }
  return at;
}

// Rows are first,last,number,name; only the name may be in quotes.
function readRows(file, addressOf, isNext) {
  const rows = [];
  for (const line of readFileSync(new URL(file, directory), 'utf8').split('\n')) {
    const match = /^([^,]+),([^,]+),(\d+),(.*?)\r?$/.exec(line);
    if (match === null) {
      continue;
    }
    const name = match[4].startsWith('"') ? match[4].slice(1, -1).replaceAll('""', '"') : match[4];
    const row = { first: addressOf(match[1]), last: addressOf(match[2]), organisation: organisationOf(Number(match[3]), name.trim()) };
    const before = rows.at(-1);
    if (before !== undefined && before.organisation === row.organisation && isNext(before.last, row.first)) {
      before.last = row.last;
    } else if (before === undefined || before.last < row.first) {
      rows.push(row);
    }
  }
  return rows;
}

// The table has no ranges smaller than the 64 bits that a site gets.
function first64(address) {
  const [head, tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    while (groups.length + after.length < 8) {
      groups.push('0');
    }
    groups.push(...after);
  }
  return groups.slice(0, 4).reduce((bits, group) => (bits << 16n) | BigInt(Number.parseInt(group, 16)), 0n);
}

const four = readRows('asn-ipv4-num.csv', Number, (last, next) => last + 1 === next);
const six = readRows('asn-ipv6.csv', first64, (last, next) => last + 1n === next || last === next);
const text = names.map((name) => Buffer.from(name, 'utf8'));
const bytes = text.reduce((sum, name) => sum + name.length, 0);
let end = 0;
const ends = text.map((name) => (end += name.length));
const parts = [
  Buffer.from('STRNET1\0', 'latin1'),
  Buffer.from(Uint32Array.of(names.length, four.length, six.length, bytes).buffer),
  Buffer.from(Uint32Array.from(numbers).buffer),
  Buffer.from(Uint32Array.from(ends).buffer),
  ...text,
  ...['first', 'last', 'organisation'].map((part) => Buffer.from(Uint32Array.from(four, (row) => row[part]).buffer)),
  Buffer.from(BigUint64Array.from(six, (row) => row.first).buffer),
  Buffer.from(BigUint64Array.from(six, (row) => row.last).buffer),
  Buffer.from(Uint32Array.from(six, (row) => row.organisation).buffer),
];
writeFileSync(process.argv[2], Buffer.concat(parts));
