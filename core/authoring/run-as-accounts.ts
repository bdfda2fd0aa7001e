import type { CapturedItem, Inventory } from '../inventory/inventory.ts';
import { isText } from './words-in-text.ts';

const OF_FAMILY = { Windows: /win/i, Linux: /lin|ssh|unix|root/i } as const;

/**
 * The account with which a machine is protected again once it is home. With several accounts nobody can tell but by their
 * names, so it is taken only where one alone can be meant.
 */
export function runAsFor({ osType }: CapturedItem, { runAsAccounts = [] }: Inventory): string | undefined {
  const accounts = [...new Set(runAsAccounts.map(({ name }) => name))].filter(isText);
  if (accounts.length <= 1) return accounts[0];
  const fitting = osType === undefined ? [] : accounts.filter((name) => OF_FAMILY[osType].test(name));
  return fitting.length === 1 ? fitting[0] : undefined;
}
