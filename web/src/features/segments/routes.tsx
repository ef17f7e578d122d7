import type { NavigationItem } from '@/app/navigation';

/** The pages of this area. */
export const routes = [] as const;

/** Where the main navigation leads to. */
export const navigation: readonly NavigationItem[] = [];
