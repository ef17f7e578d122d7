import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { ErrorState } from '@/components/ErrorState';
import type { Role } from '@/features/session/session';
import type { PersonLink } from './PeoplePage';
import { RoleSelect } from './RoleSelect';

/** Adds a person; the link to set a password is shown afterwards. */
export function AddPerson({ onClose, onAdded }: { onClose: () => void; onAdded: (link: PersonLink) => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const add = $api.useMutation('post', '/v1/people', {
    onSuccess: (link) => {
      void queries.invalidateQueries({ queryKey: ['get', '/v1/people'] });
      onClose();
      onAdded(link);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ body: { name, email, role } });
  };
  return (
    <Modal opened onClose={onClose} title={t('settings:addPerson')}>
      <form onSubmit={submit}>
        <Stack>
          {add.isError && <ErrorState title={t('common:failedToDo')} error={add.error} />}
          <TextInput label={t('settings:name')} required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput label={t('settings:email')} type="email" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
          <RoleSelect value={role} onChange={setRole} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t('common:add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
