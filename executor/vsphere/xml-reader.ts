/**
 * One element of an answer. `type` is its `xsi:type`, `refersTo` the plain `type` of a managed object reference; both and
 * the name without their prefix. An element with children has no text, and a text longer than any fact is `undefined`.
 */
export interface XmlNode {
  readonly name: string;
  readonly type: string | undefined;
  readonly refersTo: string | undefined;
  readonly text: string | undefined;
  readonly children: readonly XmlNode[];
}

/** The answer is no XML that a vCenter writes. */
export class XmlError extends Error {}

/** Trees of snapshots are the deepest thing there is, and vSphere ends them at 32. */
const DEEPEST = 256;
/** No name, path or setting that anybody reads is as long as this. */
const LONGEST_TEXT = 64 * 1024;
const MOST_NODES = 5_000_000;

const NO_CHILDREN: readonly XmlNode[] = [];
const ATTRIBUTE = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const END_OF_TAG = /\s*(\/?)>/y;

/** A node while it is read. */
interface OpenNode extends XmlNode {
  type: string | undefined;
  refersTo: string | undefined;
  text: string | undefined;
  children: readonly XmlNode[];
}

/** Elements of this name are handed over when they end, and then forgotten: a page is never in memory as a tree. */
export interface Handing {
  readonly inside: string;
  readonly name: string;
  take(node: XmlNode): void;
}

/**
 * Reads an answer in a fraction of the time of a general parser, since a SOAP answer needs little of XML. There is no
 * document type, so there are no entities but the five of XML itself, and nothing is ever fetched.
 * @throws XmlError, possibly after some elements were handed over
 */
export function readXml(source: string, handing?: Handing): XmlNode {
  return new Reader(source, handing).read();
}

class Reader {
  readonly #source: string;
  readonly #handing: Handing | undefined;
  readonly #open: OpenNode[] = [];
  /** Names with their prefix, of the open nodes. */
  readonly #names: string[] = [];
  #root: XmlNode | undefined;
  #nodes = 0;

  constructor(source: string, handing: Handing | undefined) {
    this.#source = source;
    this.#handing = handing;
  }

  read(): XmlNode {
    const source = this.#source;
    let at = source.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
    for (let tag = source.indexOf('<', at); tag >= 0; tag = source.indexOf('<', at)) {
      if (tag > at) this.#text(at, tag);
      const next = source.charCodeAt(tag + 1);
      if (next === SLASH) at = this.#end(tag);
      else if (next === QUESTION) at = this.#after('?>', tag);
      else if (next === EXCLAMATION) at = this.#declaration(tag);
      else at = this.#start(tag);
    }
    if (this.#root === undefined || this.#open.length > 0) throw new XmlError('it breaks off in the middle');
    if (source.slice(at).trim() !== '') throw new XmlError('something follows the end');
    return this.#root;
  }

  #start(tag: number): number {
    const source = this.#source;
    this.#nodes += 1;
    if (this.#root !== undefined) throw new XmlError('something follows the end');
    if (this.#nodes > MOST_NODES || this.#open.length >= DEEPEST)
      throw new XmlError('it is nested deeper or is longer than any vCenter answers');
    let end = endOfName(source, tag + 1);
    const name = source.slice(tag + 1, end);
    if (name === '') throw new XmlError('an element has no name');
    const node: OpenNode = {
      name: localName(name),
      type: undefined,
      refersTo: undefined,
      text: '',
      children: NO_CHILDREN,
    };
    this.#open.push(node);
    this.#names.push(name);
    if (source.charCodeAt(end) === GREATER) return end + 1;
    end = takeAttributes(node, source, end);
    END_OF_TAG.lastIndex = end;
    const ending = END_OF_TAG.exec(source);
    if (ending === null) throw new XmlError('a tag does not end');
    if (ending[1] === '/') this.#close();
    return END_OF_TAG.lastIndex;
  }

  #end(tag: number): number {
    const name = this.#names.at(-1);
    const nameEnd = tag + 2 + (name?.length ?? 0);
    if (name === undefined || !this.#source.startsWith(name, tag + 2))
      throw new XmlError('an element is closed that was not open');
    END_OF_TAG.lastIndex = nameEnd;
    if (this.#source.charCodeAt(nameEnd) !== GREATER && END_OF_TAG.exec(this.#source)?.[1] !== '')
      throw new XmlError('an element is closed that was not open');
    this.#close();
    return this.#source.indexOf('>', nameEnd) + 1;
  }

  #close(): void {
    const node = this.#open.pop();
    this.#names.pop();
    if (node === undefined) return;
    if (node.children !== NO_CHILDREN) node.text = undefined;
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = node;
    else if (node.name === this.#handing?.name && parent.name === this.#handing.inside) this.#handing.take(node);
    else if (parent.children === NO_CHILDREN) parent.children = [node];
    else (parent.children as XmlNode[]).push(node);
  }

  #text(from: number, to: number): void {
    const node = this.#open.at(-1);
    const text = this.#source.slice(from, to);
    if (node === undefined) {
      if (text.trim() !== '') throw new XmlError('it does not begin and end with an element');
    } else if (node.children === NO_CHILDREN) append(node, text.length > LONGEST_TEXT ? text : decoded(text));
  }

  #declaration(tag: number): number {
    if (this.#source.startsWith('<!--', tag)) return this.#after('-->', tag + 4);
    const node = this.#open.at(-1);
    if (!this.#source.startsWith('<![CDATA[', tag) || node === undefined)
      throw new XmlError('it declares a document type, which no vCenter does');
    const end = this.#after(']]>', tag + 9);
    if (node.children === NO_CHILDREN) append(node, this.#source.slice(tag + 9, end - 3));
    return end;
  }

  #after(mark: string, from: number): number {
    const found = this.#source.indexOf(mark, from);
    if (found < 0) throw new XmlError('it breaks off in the middle');
    return found + mark.length;
  }
}

const BYTE_ORDER_MARK = 0xfeff;
const SLASH = 47;
const QUESTION = 63;
const EXCLAMATION = 33;
const GREATER = 62;

function endOfName(source: string, from: number): number {
  for (let at = from; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code === GREATER || code === SLASH || code <= 32) return at;
  }
  return source.length;
}

function takeAttributes(node: OpenNode, source: string, from: number): number {
  let at = from;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const found = ATTRIBUTE.exec(source);
    if (found === null) return at;
    at = ATTRIBUTE.lastIndex;
    const [, name = '', double, single = ''] = found;
    if (name === 'type') node.refersTo = decoded(double ?? single);
    // Whatever the prefix is: only one namespace of vim25's answers has attributes called `type`.
    else if (name.endsWith(':type')) node.type = localName(decoded(double ?? single));
  }
}

function append(node: OpenNode, text: string): void {
  if (node.text === undefined) return;
  if (node.text.length + text.length > LONGEST_TEXT) node.text = undefined;
  else node.text = node.text === '' ? text : node.text + text;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&\s]{1,10};)?/g, (_whole, entity: string | undefined) => {
    const name = entity?.slice(0, -1) ?? '';
    const code = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name);
    if (code !== null) return character(Number.parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 10 : 16));
    const known = Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined;
    if (known === undefined) throw new XmlError('it uses an entity that nothing declares');
    return known;
  });
}

function character(code: number): string {
  if (!(code > 0 && code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff))
    throw new XmlError('it has a character that does not exist');
  return String.fromCodePoint(code);
}
