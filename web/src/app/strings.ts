import accounts from '@/features/accounts/strings';
import builder from '@/features/builder/strings';
import data from '@/features/data/strings';
import home from '@/features/home/strings';
import profile from '@/features/profile/strings';
import segments from '@/features/segments/strings';
import session from '@/features/session/strings';
import settings from '@/features/settings/strings';

/** The texts that every page shares. */
const common = {
  appName: 'Strata',
  skipToContent: 'Skip to the content',
  mainNavigation: 'Main navigation',
  openNavigation: 'Open the navigation',
  closeNavigation: 'Close the navigation',
  search: 'Search',
  searchEverything: 'Search accounts, segments and pages',
  searchHint: 'Type a name, a domain or a segment',
  nothingFound: 'Nothing found',
  colorScheme: 'Colour scheme',
  light: 'Light',
  dark: 'Dark',
  auto: 'As the system',
  loading: 'Loading …',
  starting: 'The server is starting',
  startingFar: '{{text}}, {{done}} of {{total}}',
  retry: 'Try again',
  failed: 'This could not be loaded',
  failedToDo: 'That did not work',
  offline: 'The server does not answer.',
  notFound: 'There is no such page',
  notFoundText: 'The address may be mistyped, or what it showed was deleted.',
  backHome: 'Back to the home page',
  empty: 'Nothing here yet',
  showAsTable: 'Show as a table',
  showAsChart: 'Show as a chart',
  columns: 'Columns',
  sortBy: 'Sort by {{column}}',
  rows_one: '{{count}} row',
  rows_other: '{{count}} rows',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  delete: 'Delete',
  remove: 'Remove',
  edit: 'Edit',
  add: 'Add',
  copy: 'Copy',
  copied: 'Copied',
  confirm: 'Yes, do it',
  fix: 'What to do: {{fix}}',
  jobQueued: 'Waiting for its turn',
  jobRunning: 'Under way',
  jobDone: 'Done',
  jobFailed: 'Failed',
  jobCancelled: 'Cancelled',
  cancelJob: 'Cancel it',
  unknown: 'unknown',
  none: 'none',
  yes: 'yes',
  no: 'no',
} as const;

/** Every namespace; each area keeps its own beside its pages. */
export const strings = { common, home, segments, builder, accounts, profile, data, settings, session } as const;
