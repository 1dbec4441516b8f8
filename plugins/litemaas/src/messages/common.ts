/** Words that several pages share. */
export const commonMessages = {
  clearFilters: 'Clear all filters',
  filters: 'Filters',
  showMore: 'Show more ({{shown}} of {{total}})',
  closeDetails: 'Close details',
  cancel: 'Cancel',
  close: 'Close',
  me: 'me',
  none: '—',
} as const;
