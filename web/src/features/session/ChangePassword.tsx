import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api } from '@/api/client';
import { ErrorState } from '@/components/ErrorState';
import { notifyDone } from '@/components/notify';
import { NewPasswordInput } from './NewPasswordInput';
import { keepSession } from './session';

/** Changes one's own password. */
export function ChangePassword({ opened, onClose, email }: { opened: boolean; onClose: () => void; email: string }) {
  const { t } = useTranslation('session');
  return (
    <Modal opened={opened} onClose={onClose} title={t('changePassword')}>
      <PasswordForm onClose={onClose} email={email} />
    </Modal>
  );
}

function PasswordForm({ onClose, email }: { onClose: () => void; email: string }) {
  const { t } = useTranslation(['session', 'common']);
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: async () => answered(await api.PUT('/v1/session/password', { body: { current, password } })),
    onSuccess: (state) => {
      keepSession(state);
      notifyDone(t('session:passwordChanged'));
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {save.isError && <ErrorState title={t('session:passwordNotSaved')} error={save.error} />}
        <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
        <PasswordInput
          label={t('session:currentPassword')}
          name="current"
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <NewPasswordInput label={t('session:newPassword')} value={password} onChange={setPassword} />
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
  );
}
