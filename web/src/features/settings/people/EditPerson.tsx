import { Button, Divider, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { ConfirmButton } from '@/components/ConfirmButton';
import { ErrorState } from '@/components/ErrorState';
import { notifyDone, notifyFailed } from '@/components/notify';
import type { Role } from '@/features/session/session';
import type { Person, PersonLink } from './PeoplePage';
import { RoleSelect } from './RoleSelect';

/** Changes what a person is called and may do; takes a password away. */
export function EditPerson({ person, onClose, onReset }: { person: Person; onClose: () => void; onReset: (link: PersonLink) => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const queries = useQueryClient();
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState<Role>(person.role as Role);
  const [disabled, setDisabled] = useState(person.disabledAt != null);
  const path = { params: { path: { person: person.id } } };
  const refresh = () => void queries.invalidateQueries({ queryKey: ['get', '/v1/people'] });
  const save = $api.useMutation('patch', '/v1/people/{person}', {
    onSuccess: () => {
      refresh();
      notifyDone(t('settings:personSaved', { name }));
      onClose();
    },
  });
  const reset = $api.useMutation('post', '/v1/people/{person}/reset', {
    onSuccess: (link) => {
      refresh();
      onClose();
      onReset(link);
    },
    onError: (error) => notifyFailed(t('common:failedToDo'), error),
  });
  const signOut = $api.useMutation('delete', '/v1/people/{person}/sessions', {
    onSuccess: () => notifyDone(t('settings:signedOut', { name: person.name })),
    onError: (error) => notifyFailed(t('common:failedToDo'), error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ...path, body: { name, role, disabled } });
  };
  return (
    <Modal opened onClose={onClose} title={t('settings:editPerson', { name: person.name })}>
      <form onSubmit={submit}>
        <Stack>
          {save.isError && <ErrorState title={t('common:failedToDo')} error={save.error} />}
          <TextInput label={t('settings:name')} required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <RoleSelect value={role} onChange={setRole} />
          <Switch label={t('settings:disabled')} description={t('settings:disabledText')} checked={disabled} onChange={(event) => setDisabled(event.currentTarget.checked)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('common:save')}
            </Button>
          </Group>
        </Stack>
      </form>
      <Divider my="md" />
      <Group gap="xs">
        <ConfirmButton
          label={t('settings:resetPassword')}
          title={t('settings:resetPassword')}
          question={t('settings:resetQuestion', { name: person.name })}
          confirm={t('settings:resetPassword')}
          loading={reset.isPending}
          onConfirm={() => reset.mutate(path)}
        />
        <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate(path)}>
          {t('settings:signOutPerson')}
        </Button>
      </Group>
    </Modal>
  );
}
