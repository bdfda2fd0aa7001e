import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { test } from 'node:test';
import { COMMANDS, CONTEXT_KEYS } from '../../extension/infrastructure/commands.ts';

/** package.json and the code name the same things; nothing else makes sure of it. */

interface Menu {
  readonly command: string;
  readonly when?: string;
}
interface Step {
  readonly id: string;
  readonly description: string;
  readonly completionEvents: readonly string[];
  readonly media: { readonly image: Readonly<Record<string, string>>; readonly altText: string };
}
interface Manifest {
  readonly main: string;
  readonly browser: string;
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly icon: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly viewsWelcome: readonly { readonly contents: string; readonly when?: string }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly when: string;
      readonly steps: readonly Step[];
    }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          { readonly default: unknown; readonly description?: string; readonly markdownDescription?: string }
        >
      >;
    };
  };
}

const root = new URL('../../', import.meta.url);
const manifestText = readFileSync(new URL('package.json', root), 'utf8');
const manifest = JSON.parse(manifestText) as Manifest;
const { commands, menus, configuration, viewsWelcome, views, walkthroughs } = manifest.contributes;
const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
const sources = filesBelow('extension/')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(new URL(file, root), 'utf8') }));
const code = sources.map(({ text }) => text).join('\n');

test('each command is declared once, with a title, the category and an icon', () => {
  assert.deepEqual(commands.map(({ command }) => command).sort(), Object.keys(COMMANDS).sort());
  for (const { command, title, category, icon } of commands) {
    assert.match(title, /^[A-Z]/, command);
    assert.equal(category, 'Failback', command);
    assert.match(icon, /^\$\([a-z-]+\)$/, command);
  }
});

test('each command is registered exactly once', () => {
  for (const id of Object.keys(COMMANDS)) {
    const times = code.split(`registerCommand('${id}'`).length - 1;
    assert.equal(times, 1, `${id} is registered ${times} times`);
  }
});

test('what changes something is refused without trust by the code and greyed by the editor', () => {
  for (const [id, { needsTrust }] of Object.entries(COMMANDS)) {
    const { enablement = '' } = commands.find(({ command }) => command === id)!;
    assert.equal(/\bisWorkspaceTrusted\b/.test(enablement), needsTrust, id);
  }
});

test('commands that the code calls, menus and welcome texts exist', () => {
  const called = [...code.matchAll(/executeCommand\(\s*'(failback\.[A-Za-z.]+)'/g)].map(([, id]) => id!);
  const texts = [...viewsWelcome.map(({ contents }) => contents), ...steps.map(({ description }) => description)];
  const linked = texts.flatMap((text) => [...text.matchAll(/command:(failback\.[\w.]+)/g)].map(([, id]) => id!));
  const inMenus = Object.values(menus)
    .flat()
    .map(({ command }) => command);
  const focus = Object.values(views)
    .flat()
    .map(({ id }) => `${id}.focus`);
  const known = new Set([...Object.keys(COMMANDS), ...focus]);
  assert.ok(called.length > 5 && linked.length > 1 && inMenus.length > 10, 'the patterns above still find something');
  assert.deepEqual(
    [...called, ...linked, ...inMenus].filter((id) => !known.has(id)),
    [],
  );
});

test('the context keys of package.json are those that the code sets', () => {
  const clauses = [
    ...commands.map(({ enablement }) => enablement),
    ...[...Object.values(menus).flat(), ...viewsWelcome, ...walkthroughs].map(({ when }) => when),
    ...steps.flatMap(({ completionEvents }) => completionEvents.filter((event) => event.startsWith('onContext:'))),
  ];
  const asked = clauses.flatMap((clause = '') => [...clause.matchAll(/\bfailback\.\w+/g)].map(([key]) => key));
  const keys = new Set(asked.filter((key) => key !== 'failback.runs'));
  assert.deepEqual([...keys].sort(), [...CONTEXT_KEYS].sort());
});

test('each step of the walkthrough is ticked by something that happens, and shows a picture that is packed', () => {
  assert.ok(steps.length >= 7);
  const kept = readFileSync(new URL('.vscodeignore', root), 'utf8')
    .match(/^!.*$/gm)!
    .map((line) => line.slice(1));
  for (const { id, completionEvents, media } of steps) {
    assert.ok(completionEvents.length > 0, id);
    for (const event of completionEvents) {
      const [, kind, what = ''] = /^(onCommand|onContext):(.+)$/.exec(event) ?? [];
      const known: readonly string[] = kind === 'onCommand' ? Object.keys(COMMANDS) : CONTEXT_KEYS;
      assert.ok(known.includes(what), `${id} waits for ${event}, which never comes`);
    }
    assert.deepEqual(Object.keys(media.image).sort(), ['dark', 'hc', 'hcLight', 'light'], id);
    assert.ok(media.altText.length > 20, id);
    for (const file of Object.values(media.image))
      assert.ok(
        kept.some((pattern) => matchesGlob(file.replace('./', ''), pattern)),
        `${file} would be left out`,
      );
  }
});

test('the settings of package.json are those that the code reads, with the same defaults', () => {
  const read = [...code.matchAll(/settings\.get\('([\w.]+)'\)/g)].map(([, name]) => `failback.${name}`);
  // The language client reads its own trace setting, the language server what its hints show.
  const hints = ['defaults', 'durations', 'disks'].map((kind) => `failback.inlayHints.${kind}`);
  assert.deepEqual([...read, ...hints, 'failback.trace.server'].sort(), Object.keys(configuration.properties).sort());
  for (const [name, { description, markdownDescription }] of Object.entries(configuration.properties)) {
    assert.match(description ?? markdownDescription ?? '', /^.{20,}\.$/s, `${name} is described`);
  }
  for (const name of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) {
    assert.ok(name in configuration.properties, name);
  }
});

test('the files that package.json names exist', () => {
  const files = [
    ...manifestText.matchAll(/"(?:\.\/)?((?:extension|syntaxes)\/[^"]+|language-configuration\.json)"/g),
  ].map(([, file]) => file!);
  assert.ok(files.length >= 6);
  for (const file of files) assert.ok(statSync(new URL(file, root)).size > 0, file);
  assert.equal(manifest.main, './dist/extension.cjs');
});

test('the package holds what it starts, on a desktop and in a browser', () => {
  const kept = readFileSync(new URL('.vscodeignore', root), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  for (const entry of [manifest.main, manifest.browser])
    assert.ok(
      kept.some((pattern) => matchesGlob(entry.replace('./', ''), pattern)),
      `${entry} would be left out`,
    );
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(new URL(folder, root), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(`${folder}${entry.name}/`) : [`${folder}${entry.name}`],
  );
}
