import type { Inventory } from '../inventory/inventory.ts';
import { armName } from '../inventory/world.ts';
import type { Architecture } from '../runbook/runbook.ts';
import { draftMachines } from './draft-machines.ts';
import { type Declaration, groupMachines } from './group-machines.ts';
import { machinesToBringHome } from './machines-to-bring-home.ts';
import { SiteBook } from './site-book.ts';
import { defaultsBlock, usualOf } from './usual-settings.ts';
import { vaultPart } from './vault-part.ts';
import { applianceBlock, configurationServers, masterTargetBlock } from './way-blocks.ts';
import { isText, NameBook, quoted } from './words-in-text.ts';
import { block, comment, listSetting, memberLines, shortBlock } from './write-block.ts';

export interface FirstRunbookOptions {
  /** The inventory as the runbook names it: relative to the runbook's own file. */
  readonly inventoryFile?: string;
  /** Where a vault has machines of both. By default the one of most machines. */
  readonly architecture?: Architecture;
}

/** The person who stands in for those whom only the author knows. */
const PERSON = 'approver';

/**
 * A first runbook for what was found: every machine that runs in Azure with its way home, and all that it needs of the
 * site, in one file. It is formatted, it reads without problems, and the findings that remain are about the world. Waves
 * and people are the author's: it has one wave, and one stand-in.
 */
export function firstRunbook(inventory: Inventory, options: FirstRunbookOptions = {}): string {
  const { architecture, items, leftOut } = machinesToBringHome(inventory, options.architecture);
  const site = new SiteBook(inventory);
  const vault = vaultPart(inventory, architecture, items);
  const drafted = draftMachines(items, inventory, architecture, site, vault);
  for (const { way } of drafted.ways) {
    site.host(way.host);
    site.vcenter(way.vcenter);
  }
  site.addHostsOf(items.map(({ friendlyName }) => friendlyName));
  const usual = usualOf(drafted.machines);
  const machines = drafted.machines.map((machine) => ({ ...machine, settings: usual.without(machine.settings) }));
  const declarations = groupMachines(machines);
  const servers = configurationServers(architecture === 'classic' ? inventory : {}, site);
  const ways = drafted.ways.map((used) => {
    if (architecture === 'modernized') return applianceBlock(used.name, used.way, used, site);
    const seen = inventory.masterTargets?.find(({ name }) => name === used.way.name);
    const server = servers.nameOf(seen?.fabricId);
    const comesWith = server !== undefined && server.server.name === used.way.name ? server.name : undefined;
    return masterTargetBlock(used.name, used.way, used, site, inventory, comesWith);
  });
  const parts = [
    heading(inventory, leftOut),
    runbookBlock(inventory, architecture, vault.name, options.inventoryFile ?? 'inventory.json'),
    ...(declarations.length === 0 ? [] : [defaultsBlock(architecture, usual.settings)]),
    ...declarations.map(declarationBlock),
    ...drafted.groups.map(({ name, machines: members }) =>
      shortBlock(`consistency-group ${name}`, [listSetting('machines', members, 1)]),
    ),
    ...(declarations.length === 0
      ? []
      : [
          waveBlock(
            declarations,
            items.some(({ osType }) => osType === 'Linux'),
          ),
        ]),
    '// From here on: what the machines need. Several runbooks share it from a file of its own, which each imports.',
    vault.block,
    ...site.blocks(),
    ...servers.blocks,
    ...drafted.processServers.blocks(),
    ...ways,
    ...together(connectionBlocks(architecture === 'classic' ? inventory : {})),
    shortBlock(`person ${PERSON}`, ['name: "TODO: who approves, by name"']),
  ];
  return `${parts.join('\n\n')}\n`;
}

function heading({ capturedAt, items = [] }: Inventory, leftOut: readonly string[]): string {
  return [
    comment(
      `Written by \`failback new\` from what was captured at ${capturedAt}. Before anybody reviews it: put the machines into waves (now they are all in one), name the people who approve in place of '${PERSON}', and see what \`failback check\` says.`,
    ),
    ...leftOut.map((sentence) => comment(sentence)),
    ...(items.length === 0 ? [comment('The vault had no protected machine, or nobody captured them.')] : []),
  ].join('\n');
}

function runbookBlock(inventory: Inventory, architecture: Architecture, vault: string, file: string): string {
  const name = new NameBook('failback').take(`${vault}-failback`);
  const gate = (stage: string, title: string, others: readonly string[] = []) =>
    block(`before ${stage}`, [...others, shortBlock(`approve ${quoted(title)}`, [`by: ${PERSON}`], 2)]);
  const place = inventory.vault?.location;
  const about = place === undefined || !isText(place) ? '' : ` in ${place}`;
  return [
    comment(`TODO: why these machines come home from Azure${about}, in a sentence.`, '///'),
    block(`runbook ${name}`, [
      `architecture: ${architecture}`,
      `vault: ${vault}`,
      ...(isText(file) ? [`inventory: ${quoted(file)}`] : []),
      '',
      '// Points of no return. Gates here hold for every wave; a wave may add its own.',
      gate('reprotect', 'Replicate back to the site'),
      ...(architecture === 'classic'
        ? [gate('failover', 'Shut the machines down in Azure; a classic failover cannot be cancelled')]
        : []),
      // On classic a wait is no way back: what is written at home returns to Azure no more.
      gate('commit', 'The machines are verified at home; delete those in Azure', [
        ...(architecture === 'classic' ? [] : ['hold: 24 h']),
        'backup: within 24 h',
      ]),
    ]),
  ].join('\n');
}

function declarationBlock(declaration: Declaration): string {
  if (declaration.kind === 'vm') {
    const { name, settings, notes } = declaration.machine;
    const body = block(`vm ${name}`, written(settings));
    return [...notes.map((note) => comment(note, '///')), body].join('\n');
  }
  const plain = declaration.members.filter(({ own, machine }) => own.size === 0 && machine.notes.length === 0);
  const others = declaration.members.filter((member) => !plain.includes(member));
  return block(`vms ${declaration.name}`, [
    ...written(declaration.shared),
    ...(declaration.shared.size === 0 ? [] : ['']),
    ...(plain.length === 0
      ? []
      : [
          memberLines(
            plain.map(({ machine }) => machine.name),
            1,
          ),
        ]),
    ...others.map(({ machine, own }) =>
      [
        ...machine.notes.map((note) => comment(note, '///')),
        own.size === 0 ? machine.name : shortBlock(machine.name, written(own), 1),
      ].join('\n'),
    ),
  ]);
}

function written(settings: ReadonlyMap<string, string>): readonly string[] {
  return [...settings].map(([key, value]) => `${key}: ${value}`);
}

/** @source rules FB041 and FB135: what failback changes in a Linux guest, and does not bring back */
const LINUX_STEP = 'On Linux: /etc/fstab and LVM are as before, NetworkManager is installed again';

function waveBlock(declarations: readonly Declaration[], hasLinux: boolean): string {
  const names = declarations.map((each) => (each.kind === 'vm' ? each.machine.name : each.name));
  return [
    comment(
      'All of them in one wave, which is seldom right: split it by what belongs together, databases before what uses them, with windows and probes of its own.',
    ),
    block('wave all', [
      listSetting('machines', names, 1),
      ...(hasLinux ? [block('after failover', [shortBlock(`ask ${quoted(LINUX_STEP)}`, [`by: ${PERSON}`], 2)])] : []),
    ]),
  ].join('\n');
}

const CONNECTION_KINDS: Readonly<Record<string, string>> = {
  ipsec: 'site-to-site-vpn',
  expressroute: 'expressroute-private',
};

/** Short blocks of one kind, line under line. */
function together(blocks: readonly string[]): readonly string[] {
  return blocks.length === 0 ? [] : [blocks.join('\n')];
}

/** Ways from Azure to the site; other connections lead elsewhere. */
function connectionBlocks({ connections = [] }: Partial<Inventory>): readonly string[] {
  const names = new NameBook('connection');
  return connections.flatMap(({ name: called, kind, virtualNetworkId }) => {
    const written = CONNECTION_KINDS[kind.toLowerCase()];
    if (written === undefined || !isText(called)) return [];
    const name = names.take(called);
    return [
      shortBlock(`connection ${name}`, [
        ...(name === called ? [] : [`name: ${quoted(called)}`]),
        `kind: ${written}`,
        ...(virtualNetworkId === undefined ? [] : [`network: ${quoted(armName(virtualNetworkId))}`]),
      ]),
    ];
  });
}
