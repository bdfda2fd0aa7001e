import type { CapturedMasterTarget, Inventory } from '../inventory/inventory.ts';
import { sameName } from '../inventory/world.ts';
import { USUAL_VOLUME } from '../rules/retention-drive/retention-volume.ts';
import type { SiteBook } from './site-book.ts';
import type { WayHome } from './ways-home.ts';
import { isText, NameBook, quoted } from './words-in-text.ts';
import { block, listSetting } from './write-block.ts';

/** What the machines that come home through one way have in common, and so stands at it. */
export interface WayShares {
  readonly runAs: string | undefined;
  readonly processServer: string | undefined;
}

/** An appliance, with the datastores of this runbook that it reaches. */
export function applianceBlock(name: string, way: WayHome, shares: WayShares, site: SiteBook): string {
  const vcenter = site.vcenter(way.vcenter);
  return block(`appliance ${name}`, [
    ...nameSetting(name, way.name),
    ...(vcenter === undefined ? [] : [`vcenter: ${vcenter}`]),
    ...hostSetting(way, site),
    ...datastoresSetting(way, site),
    ...runAsSetting(shares),
  ]);
}

export function masterTargetBlock(
  name: string,
  way: WayHome,
  shares: WayShares,
  site: SiteBook,
  inventory: Inventory,
  comesWith: string | undefined,
): string {
  const seen = inventory.masterTargets?.find((target) => target.name === way.name);
  const drive = seen === undefined ? undefined : retentionDrive(seen);
  return block(`master-target ${name}`, [
    ...nameSetting(name, way.name),
    ...(comesWith === undefined ? [] : [`comes-with: ${comesWith}`]),
    ...(seen?.osType === undefined ? [] : [`os: ${seen.osType.toLowerCase()}`]),
    ...hostSetting(way, site),
    ...datastoresSetting(way, site),
    ...(drive === undefined ? [] : [`retention-drive: ${quoted(drive)}`]),
    ...(shares.processServer === undefined ? [] : [`process-server: ${shares.processServer}`]),
    ...runAsSetting(shares),
  ]);
}

/** The servers with which the machines are registered. @returns their names by their ARM ids, and their blocks */
export function configurationServers(
  { configurationServers: servers = [] }: Pick<Inventory, 'configurationServers'>,
  site: SiteBook,
) {
  const names = new NameBook('configuration-server');
  const declared = servers.map((server) => ({ server, name: names.take(server.name) }));
  // The one vCenter that there is; where there are several nobody can tell which it discovered.
  const vcenter = site.onlyVCenter();
  return {
    nameOf: (fabricId: string | undefined) =>
      declared.find(({ server }) => fabricId !== undefined && sameName(server.id, fabricId)),
    blocks: declared.map(({ server, name }) =>
      block(`configuration-server ${name}`, [
        ...nameSetting(name, server.name),
        ...(server.ipAddress === undefined || !isText(server.ipAddress)
          ? []
          : [`address: ${quoted(server.ipAddress)}`]),
        ...(vcenter === undefined ? [] : [`vcenter: ${vcenter}`]),
        'backup: within 24 h',
      ]),
    ),
  };
}

/** The usual volume where the vault lists it, else the roomiest; the usual one where it lists none. */
function retentionDrive({ osType, retentionVolumes }: CapturedMasterTarget): string | undefined {
  const usual = osType === undefined ? undefined : osType === 'Windows' ? USUAL_VOLUME.windows : USUAL_VOLUME.linux;
  const plain = (volume: string) => volume.replace(/:?[\\/]*$/, '').toLowerCase();
  const listed = retentionVolumes.filter(({ name }) => isText(name));
  const own = listed.find(({ name }) => usual !== undefined && plain(name) === plain(usual));
  const [roomiest] = [...listed].sort((one, other) => other.freeBytes - one.freeBytes);
  return own?.name ?? roomiest?.name ?? usual;
}

function nameSetting(name: string, called: string): readonly string[] {
  return name === called || !isText(called) ? [] : [`name: ${quoted(called)}`];
}

function hostSetting({ host }: WayHome, site: SiteBook): readonly string[] {
  const name = site.host(host);
  return name === undefined ? [] : [`host: ${name}`];
}

function datastoresSetting({ reach }: WayHome, site: SiteBook): readonly string[] {
  const names = site.declaredAmong(reach);
  return names.length === 0 ? [] : [listSetting('datastores', names, 1)];
}

function runAsSetting({ runAs }: WayShares): readonly string[] {
  return runAs === undefined ? [] : [`run-as: ${quoted(runAs)}`];
}
