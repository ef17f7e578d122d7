import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Where a password is chosen: password managers are asked for a new one, and the rule stands beside it. */
export function NewPasswordInput({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('session');
  return (
    <PasswordInput
      label={label}
      description={t('passwordHint')}
      name="password"
      autoComplete="new-password"
      required
      withAsterisk={false}
      minLength={12}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
