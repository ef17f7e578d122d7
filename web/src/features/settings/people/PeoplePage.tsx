import { Badge, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import type { ColumnDef } from '@tanstack/react-table';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import type { components } from '@/api/schema';
import { DataTable } from '@/components/DataTable';
import { formatInstant } from '@/components/format';
import { PageHeader } from '@/components/PageHeader';
import { QueryState } from '@/components/QueryState';
import { RelativeTime } from '@/components/RelativeTime';
import { useRoleName } from '@/features/session/roleNames';
import { useSession } from '@/features/session/session';
import { RoleGate } from '../RoleGate';
import { tableColumns } from '../tableColumns';
import { SecretModal } from '../SecretModal';
import { AddPerson } from './AddPerson';
import { EditPerson } from './EditPerson';

export type Person = components['schemas']['PersonItem'];
export type PersonLink = components['schemas']['PersonLink'];

/** Who may sign in, and what they may do. */
export function PeoplePage() {
  return (
    <RoleGate least="admin">
      <People />
    </RoleGate>
  );
}

function People() {
  const { t } = useTranslation('settings');
  const people = $api.useQuery('get', '/v1/people');
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Person | null>(null);
  const [link, setLink] = useState<PersonLink | null>(null);
  return (
    <>
      <PageHeader
        title={t('people')}
        description={t('peopleText')}
        actions={
          <Button leftSection={<IconUserPlus size={16} />} onClick={() => setAdding(true)}>
            {t('addPerson')}
          </Button>
        }
      />
      <QueryState query={people}>{({ people: rows }) => <PeopleTable rows={rows} onOpen={setEditing} />}</QueryState>
      {adding && <AddPerson onClose={() => setAdding(false)} onAdded={setLink} />}
      {editing && <EditPerson person={editing} onClose={() => setEditing(null)} onReset={setLink} />}
      {link && (
        <SecretModal
          title={t('linkFor', { name: link.person.name })}
          text={t('linkText', { email: link.person.email, instant: formatInstant(link.expiresAt) })}
          label={t('link')}
          secret={link.link}
          onClose={() => setLink(null)}
        />
      )}
    </>
  );
}

function PeopleTable({ rows, onOpen }: { rows: Person[]; onOpen: (person: Person) => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const roleName = useRoleName();
  const own = useSession()?.person?.id;
  const columns = useMemo(() => peopleColumns(t, roleName, own, onOpen), [t, roleName, own, onOpen]);
  return <DataTable label={t('settings:people')} columns={columns} rows={rows} rowId={(person) => person.id} onOpen={onOpen} />;
}

function stateOf(person: Person): 'stateActive' | 'stateInvited' | 'stateLocked' | 'stateDisabled' {
  return person.disabledAt ? 'stateDisabled' : person.lockedUntil ? 'stateLocked' : person.hasPassword || person.hasOpenId ? 'stateActive' : 'stateInvited';
}

const colors = { stateActive: 'green', stateInvited: 'blue', stateLocked: 'orange', stateDisabled: 'gray' } as const;

function PersonState({ person }: { person: Person }) {
  const { t } = useTranslation('settings');
  const state = stateOf(person);
  const badge = (
    <Badge variant="dot" color={colors[state]} tt="none">
      {t(state)}
    </Badge>
  );
  return person.lockedUntil ? <Tooltip label={t('lockedUntil', { instant: formatInstant(person.lockedUntil) })}>{badge}</Tooltip> : badge;
}

function peopleColumns(t: TFunction<['settings', 'common']>, roleName: (role: string) => string, own: string | undefined, onOpen: (person: Person) => void): ColumnDef<Person, never>[] {
  return tableColumns<Person>([
    {
      id: 'name',
      accessorFn: (person: Person) => person.name,
      header: t('settings:name'),
      size: 180,
      cell: ({ row: { original: person } }) => (
        <Group gap={6} wrap="nowrap">
          <Text span inherit fw={500} truncate>
            {person.name}
          </Text>
          {person.id === own && (
            <Badge size="xs" variant="light" tt="none">
              {t('settings:you')}
            </Badge>
          )}
        </Group>
      ),
    },
    { id: 'email', accessorFn: (person: Person) => person.email, header: t('settings:email'), size: 220 },
    { id: 'role', accessorFn: (person: Person) => roleName(person.role), header: t('settings:role'), size: 110 },
    {
      id: 'lastSeen',
      accessorFn: (person: Person) => person.lastSeenAt ?? '',
      header: t('settings:lastSeen'),
      size: 130,
      cell: ({ row: { original: person } }) => (person.lastSeenAt ? <RelativeTime value={person.lastSeenAt} /> : <Text span c="dimmed" inherit>{t('settings:never')}</Text>),
    },
    { id: 'state', accessorFn: stateOf, header: t('settings:state'), size: 110, cell: ({ row: { original: person } }) => <PersonState person={person} /> },
    {
      id: 'edit',
      header: '',
      enableSorting: false,
      size: 80,
      cell: ({ row: { original: person } }) => (
        <Button size="compact-sm" variant="default" aria-label={t('settings:editPerson', { name: person.name })} onClick={() => onOpen(person)}>
          {t('common:edit')}
        </Button>
      ),
    },
  ]);
}
