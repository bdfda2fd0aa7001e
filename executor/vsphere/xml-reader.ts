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

interface OpenNode {
  name: string;
  qualified: string;
  type: string | undefined;
  refersTo: string | undefined;
  text: string | undefined;
  children: XmlNode[] | undefined;
}

/**
 * Reads an answer whole: a tenth of the time of a general parser, since a SOAP answer needs little of XML. There is no
 * document type, so there are no entities but the five of XML itself, and nothing is ever fetched.
 * @throws XmlError
 */
export function readXml(source: string): XmlNode {
  const open: OpenNode[] = [];
  let root: XmlNode | undefined;
  let nodes = 0;
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;

  const close = () => {
    const node = open.pop() as OpenNode;
    const done: XmlNode = {
      name: node.name,
      type: node.type,
      refersTo: node.refersTo,
      text: node.children === undefined ? node.text : undefined,
      children: node.children ?? NO_CHILDREN,
    };
    const parent = open.at(-1);
    if (parent === undefined) root = done;
    else if (parent.children === undefined) parent.children = [done];
    else parent.children.push(done);
  };

  while (at < source.length) {
    const tag = source.indexOf('<', at);
    if (tag < 0) break;
    const current = open.at(-1);
    if (tag > at) takeText(current, source, at, tag);
    const next = source.charCodeAt(tag + 1);
    if (next === SLASH) {
      const end = source.indexOf('>', tag);
      if (current === undefined || end < 0 || source.slice(tag + 2, end).trimEnd() !== current.qualified)
        throw new XmlError('an element is closed that was not open');
      close();
      at = end + 1;
    } else if (next === QUESTION) at = after(source, '?>', tag);
    else if (next === EXCLAMATION) {
      if (source.startsWith('<!--', tag)) at = after(source, '-->', tag + 4);
      else if (source.startsWith('<![CDATA[', tag) && current !== undefined) {
        at = after(source, ']]>', tag + 9);
        append(current, source.slice(tag + 9, at - 3));
      } else throw new XmlError('it declares a document type, which no vCenter does');
    } else {
      nodes += 1;
      if (root !== undefined) throw new XmlError('something follows the end');
      if (nodes > MOST_NODES || open.length >= DEEPEST)
        throw new XmlError('it is nested deeper or is longer than any vCenter answers');
      const nameEnd = endOfName(source, tag + 1);
      const qualified = source.slice(tag + 1, nameEnd);
      if (qualified === '') throw new XmlError('an element has no name');
      const node: OpenNode = {
        name: localName(qualified),
        qualified,
        type: undefined,
        refersTo: undefined,
        text: '',
        children: undefined,
      };
      let end = nameEnd;
      if (source.charCodeAt(nameEnd) !== GREATER) end = takeAttributes(node, source, nameEnd);
      END_OF_TAG.lastIndex = end;
      const ending = END_OF_TAG.exec(source);
      if (ending === null) throw new XmlError('a tag does not end');
      open.push(node);
      at = END_OF_TAG.lastIndex;
      if (ending[1] === '/') close();
    }
  }
  if (root === undefined || open.length > 0) throw new XmlError('it breaks off in the middle');
  if (source.slice(at).trim() !== '') throw new XmlError('something follows the end');
  return root;
}

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

function takeText(node: OpenNode | undefined, source: string, from: number, to: number): void {
  if (node?.children !== undefined) return;
  const text = source.slice(from, to);
  if (node !== undefined) append(node, text.includes('&') && text.length <= LONGEST_TEXT ? decoded(text) : text);
  else if (text.trim() !== '') throw new XmlError('it does not begin with an element');
}

function append(node: OpenNode, text: string): void {
  if (node.text === undefined) return;
  if (node.text.length + text.length > LONGEST_TEXT) node.text = undefined;
  else node.text = node.text === '' ? text : node.text + text;
}

function after(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  if (found < 0) throw new XmlError('it breaks off in the middle');
  return found + mark.length;
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
