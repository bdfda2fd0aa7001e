/** An element as it was read: local names only, since every request speaks vim25 inside of SOAP. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Its own text, entities resolved; white space between children is kept and never looked at. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const MARKUP =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/([^\s>]+)\s*>|<([^\s!?/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads one small document, as requests are. Document types are refused, as every careful server refuses them.
 * @returns the root, or undefined where the text is no well-formed XML
 */
export function readXml(text: string): Element | undefined {
  const open: OpenElement[] = [{ name: '', attributes: {}, children: [], text: '' }];
  let at = 0;
  while (at < text.length) {
    const top = open.at(-1) as OpenElement;
    if (text[at] !== '<') {
      const next = text.indexOf('<', at);
      const end = next === -1 ? text.length : next;
      top.text += resolveEntities(text.slice(at, end));
      at = end;
      continue;
    }
    MARKUP.lastIndex = at;
    const found = MARKUP.exec(text);
    if (found === null) return undefined;
    at = MARKUP.lastIndex;
    const [, data, closed, opened, attributes = '', selfClosing] = found;
    if (data !== undefined) top.text += data;
    else if (closed !== undefined) {
      if (open.length < 2 || localName(closed) !== top.name) return undefined;
      open.pop();
    } else if (opened !== undefined) {
      const element = { name: localName(opened), attributes: readAttributes(attributes), children: [], text: '' };
      top.children.push(element);
      if (selfClosing !== '/') open.push(element);
    }
  }
  const [document] = open;
  return open.length === 1 && document?.children.length === 1 && document.text.trim() === ''
    ? document.children[0]
    : undefined;
}

/** The first child of this name. */
export function child(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((one) => one.name === name);
}

/** All children of this name. */
export function childrenNamed(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter((one) => one.name === name) ?? [];
}

/** Text of the first child of this name, trimmed. */
export function childText(element: Element | undefined, name: string): string | undefined {
  return child(element, name)?.text.trim();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** `xsi:type` and the plain `type` of a reference are two things, so these keep their prefix. */
function readAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE))
    attributes[name] = resolveEntities(double ?? single ?? '');
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function resolveEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
