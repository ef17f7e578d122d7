import { Button, Group, Modal, NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '@/api/client';
import { ErrorState } from '@/components/ErrorState';
import { scopes, scopeTexts, type Scope } from './scopes';

/** Makes a key; it is shown afterwards, once. */
export function CreateKey({ onClose, onCreated }: { onClose: () => void; onCreated: (text: string) => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('read');
  const [limit, setLimit] = useState<number | string>('');
  const create = $api.useMutation('post', '/v1/keys', {
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['get', '/v1/keys'] });
      onClose();
      onCreated(made.text);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ body: { name, scope, rateLimit: limit === '' ? null : Number(limit) } });
  };
  return (
    <Modal opened onClose={onClose} title={t('settings:createKey')}>
      <form onSubmit={submit}>
        <Stack>
          {create.isError && <ErrorState title={t('common:failedToDo')} error={create.error} />}
          <TextInput label={t('settings:name')} description={t('settings:keyNameHint')} required maxLength={100} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Radio.Group label={t('settings:scope')} name="scope" value={scope} onChange={(value) => setScope(value as Scope)}>
            <Stack gap="xs" mt={4}>
              {scopes.map((one) => (
                <Radio key={one} value={one} label={t(`settings:${scopeTexts[one]}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <NumberInput label={t('settings:rateLimit')} description={t('settings:rateLimitText')} min={0} allowDecimal={false} value={limit} onChange={setLimit} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('settings:createKey')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
