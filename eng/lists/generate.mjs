// Writes the lists that Strata ships; see README.md.
import { readFileSync, writeFileSync } from 'node:fs';

const source = new URL('../../src/', import.meta.url);
const own = (name) => readLines(new URL(`sources/${name}`, import.meta.url));

function readLines(file) {
  return readFileSync(file, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

function readJson(path) {
  return JSON.parse(readFileSync(new URL(`node_modules/${path}`, import.meta.url), 'utf8'));
}

function write(path, head, lines) {
  writeFileSync(new URL(path, source), `${head.map((line) => `# ${line}\n`).join('')}${lines.join('\n')}\n`);
  console.log(`${path}: ${lines.length} lines`);
}

const never = new Set(own('company-domains.txt'));
const domains = new Set([
  ...readJson('free-email-domains/domains.json'),
  ...readJson('disposable-email-domains-js/dist/dict/disposable_email_blocklist.json'),
  ...own('mail-providers.txt'),
].map((domain) => domain.toLowerCase()).filter((domain) => !never.has(domain)));
write('Strata.Warehouse/Load/Data/mail-providers.txt', [
  'Providers of mail to anybody, and of addresses to throw away, one domain a line. Written by eng/lists; the licences are in NOTICE.',
], [...domains].sort());

// The package keeps its patterns in its module, as a JSON array of regular expressions that are tried without regard to case.
const module = readFileSync(new URL('node_modules/isbot/index.mjs', import.meta.url), 'utf8');
const patterns = JSON.parse(module.slice(module.indexOf('['), module.indexOf('\n];') + 2));
write('Strata.Platform/Tracking/Data/bots.txt', [
  'Browsers that are none: regular expressions on the user agent, without regard to case, one a line. Written by eng/lists from isbot.',
], patterns);
