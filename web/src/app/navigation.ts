import type { Icon } from '@tabler/icons-react';

/** An entry of the main navigation. */
export interface NavigationItem {
  /** The address that it leads to. */
  to: string;
  /** What a person reads. */
  label: string;
  icon: Icon;
  /** Entries of the same group stand together, in the order of the areas. */
  group?: string;
  /** Only for people of this role. */
  admin?: boolean;
}
