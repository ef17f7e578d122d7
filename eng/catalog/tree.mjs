// A taxonomy in the making: nodes by name, and the check that a spelling belongs to one node.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../../src/Strata.Language/Catalog/Data/taxonomies');

/** Near enough to TextFolding.Fold for finding duplicates; the tests of the project check with the real one. */
export const fold = (text) => text.normalize('NFKC').toLowerCase().replaceAll('ß', 'ss').trim();

/** The rows of a tab-separated file in sources/, without comments and blank lines. */
export function rows(file) {
  return readFileSync(join(here, 'sources', file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('#'))
    .map((line) => line.split('\t').map((cell) => cell.trim()));
}

export class Tree {
  nodes = new Map();
  owners = new Map();

  /** Adds a node; its name must be free. */
  add(name, parent, synonyms = []) {
    this.#own(name, name, true);
    if (parent !== null && !this.nodes.has(parent)) throw new Error(`No parent ${parent} for ${name}`);
    this.nodes.set(name, { parent, synonyms: [] });
    for (const synonym of synonyms) this.synonym(name, synonym);
  }

  /** Adds a spelling to a node; one that another node has already is an error. */
  synonym(name, spelling) {
    if (this.#own(name, spelling, true)) this.nodes.get(name).synonyms.push(spelling);
  }

  /** Adds a spelling to a node unless any node has it. */
  synonymIfFree(name, spelling) {
    if (this.#own(name, spelling, false)) this.nodes.get(name).synonyms.push(spelling);
  }

  /** The name of the node that a spelling belongs to, or undefined. */
  find(spelling) {
    return this.owners.get(fold(spelling));
  }

  write(file, head) {
    const children = new Map();
    for (const [name, node] of this.nodes) {
      if (!children.has(node.parent)) children.set(node.parent, []);
      children.get(node.parent).push(name);
    }
    const lines = head.map((line) => `# ${line}`);
    const put = (name, depth) => {
      lines.push('\t'.repeat(depth) + [name, ...this.nodes.get(name).synonyms].join('|'));
      for (const child of children.get(name) ?? []) put(child, depth + 1);
    };
    for (const root of children.get(null)) put(root, 0);
    writeFileSync(join(target, file), lines.join('\n') + '\n');
    console.log(`${file}: ${this.nodes.size} nodes, ${this.owners.size} spellings`);
  }

  #own(name, spelling, strict) {
    const folded = fold(spelling);
    const owner = this.owners.get(folded);
    if (owner === undefined) {
      if (!folded || spelling.includes('|')) throw new Error(`'${spelling}' of ${name} cannot be a spelling`);
      this.owners.set(folded, name);
      return true;
    }
    if (strict && owner !== name) throw new Error(`'${spelling}' belongs to both '${owner}' and '${name}'`);
    if (strict && spelling === name) throw new Error(`'${name}' is there twice`);
    return false;
  }
}
