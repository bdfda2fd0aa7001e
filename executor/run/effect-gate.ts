import type { Effects } from '../effects.ts';
import type { Computer } from '../journal/computer.ts';
import type { Disk, DiskFile } from '../journal/disk.ts';

/** What passes the gate: the name of an effect, and of a write the file and what is written. */
export interface Passage {
  readonly what: EffectName | DiskEffectName;
  readonly path?: string;
  readonly bytes?: Uint8Array;
}

export type EffectName = Exclude<keyof Effects, 'serviceTime' | 'quota' | 'close'>;
export type DiskEffectName = 'create' | 'append' | 'sync' | 'truncate' | 'rename' | 'link' | 'remove' | 'sync-folder';

/**
 * The one place through which a run reaches out of its own memory: every effect on the world and every change of its disk.
 * Whoever stands at it sees a run whole, one passage after the other, and can end it between any two.
 */
export type EffectGate = <T>(passage: Passage, act: () => Promise<T>) => Promise<T>;

export const OPEN_GATE: EffectGate = (_, act) => act();

/** The same effects, each of which asks first. `mayCall` is asked before what changes the world, and throws when it must not. */
export function throughGate(effects: Effects, gate: EffectGate, mayCall: () => Promise<void>): Effects {
  const { oldMachine, rehearse } = effects;
  return {
    call: (call, requestId) =>
      gate({ what: 'call' }, async () => {
        await mayCall();
        return effects.call(call, requestId);
      }),
    items: () => gate({ what: 'items' }, () => effects.items()),
    item: (id) => gate({ what: 'item' }, () => effects.item(id)),
    recoveryPoints: (id) => gate({ what: 'recoveryPoints' }, () => effects.recoveryPoints(id)),
    job: (id) => gate({ what: 'job' }, () => effects.job(id)),
    classicServers: () => gate({ what: 'classicServers' }, () => effects.classicServers()),
    powerOf: (vmId) => gate({ what: 'powerOf' }, () => effects.powerOf(vmId)),
    jobsBetween: (from, to) => gate({ what: 'jobsBetween' }, () => effects.jobsBetween(from, to)),
    capture: (...about) => gate({ what: 'capture' }, () => effects.capture(...about)),
    probe: (step, signal) => gate({ what: 'probe' }, () => effects.probe(step, signal)),
    script: (step, signal, tried) =>
      gate({ what: 'script' }, async () => {
        await mayCall();
        return effects.script(step, signal, tried);
      }),
    ...(oldMachine === undefined ? {} : { oldMachine: (uuid) => gate({ what: 'oldMachine' }, () => oldMachine(uuid)) }),
    ...(rehearse === undefined ? {} : { rehearse: (deed) => gate({ what: 'rehearse' }, () => rehearse(deed)) }),
    serviceTime: () => effects.serviceTime(),
    quota: () => effects.quota(),
    close: () => effects.close(),
  };
}

/** The same computer; whatever changes its disk asks first. */
export function computerThroughGate({ disk, processes }: Computer, gate: EffectGate): Computer {
  return { processes, disk: diskThroughGate(disk, gate) };
}

function diskThroughGate(disk: Disk, gate: EffectGate): Disk {
  return {
    read: (path) => disk.read(path),
    readStart: (path, mostBytes) => disk.readStart(path, mostBytes),
    readPrivate: (path, mostBytes) => disk.readPrivate(path, mostBytes),
    names: (folder) => disk.names(folder),
    makeFolder: (path) => gate({ what: 'create', path }, () => disk.makeFolder(path)),
    create: (path) => gate({ what: 'create', path }, async () => fileThroughGate(await disk.create(path), path, gate)),
    rename: (from, to) => gate({ what: 'rename', path: to }, () => disk.rename(from, to)),
    link: (from, to) => gate({ what: 'link', path: to }, () => disk.link(from, to)),
    remove: (path) => gate({ what: 'remove', path }, () => disk.remove(path)),
    syncFolder: (path) => gate({ what: 'sync-folder', path }, () => disk.syncFolder(path)),
    watch: (folder, ring) => disk.watch(folder, ring),
  };
}

function fileThroughGate(file: DiskFile, path: string, gate: EffectGate): DiskFile {
  return {
    append: (text) => {
      const bytes = typeof text === 'string' ? Buffer.from(text) : text;
      return gate({ what: 'append', path, bytes }, () => file.append(bytes));
    },
    sync: () => gate({ what: 'sync', path }, () => file.sync()),
    truncate: (bytes) => gate({ what: 'truncate', path }, () => file.truncate(bytes)),
    isAt: (where) => file.isAt(where),
    close: () => file.close(),
  };
}
