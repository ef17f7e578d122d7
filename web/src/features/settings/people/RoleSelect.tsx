import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRoleName } from '@/features/session/roleNames';
import { roles, type Role } from '@/features/session/session';

const texts = { viewer: 'viewerText', editor: 'editorText', approver: 'approverText', admin: 'adminText' } as const;

/** Chooses a role, with what each may do. */
export function RoleSelect({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  const { t } = useTranslation('settings');
  const roleName = useRoleName();
  return (
    <Radio.Group label={t('role')} name="role" value={value} onChange={(role) => onChange(role as Role)}>
      <Stack gap="xs" mt={4}>
        {roles.map((role) => (
          <Radio key={role} value={role} label={roleName(role)} description={t(texts[role])} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
