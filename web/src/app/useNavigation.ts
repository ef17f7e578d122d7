import { navigation as accounts } from '@/features/accounts/routes';
import { navigation as builder } from '@/features/builder/routes';
import { navigation as data } from '@/features/data/routes';
import { navigation as home } from '@/features/home/routes';
import { navigation as profile } from '@/features/profile/routes';
import { navigation as segments } from '@/features/segments/routes';
import { navigation as settings } from '@/features/settings/routes';
import { useMay } from '@/features/session/session';
import type { NavigationItem } from './navigation';

/** The entries of the navigation in their groups, in the order of the areas: those that whoever is signed in may see. */
export function useNavigation(): { group: string | undefined; items: NavigationItem[] }[] {
  const isAdmin = useMay('admin');
  const groups: { group: string | undefined; items: NavigationItem[] }[] = [];
  for (const item of [...home, ...segments, ...builder, ...accounts, ...profile, ...data, ...settings].filter(({ admin }) => !admin || isAdmin)) {
    const last = groups.at(-1);
    if (last && last.group === item.group) {
      last.items.push(item);
    } else {
      groups.push({ group: item.group, items: [item] });
    }
  }
  return groups;
}
