// What is said of downloads: who downloads nothing does not load it.

/** @type {Record<'en' | 'fr', Record<string, import('./language.mjs').Words>>} */
export const DOWNLOAD_WORDS = {
  en: {
    'download.cancel': 'Cancel',
    'download.cancel.name': 'Cancel the download of {name}',
    'download.progress': 'Download of {name}',
    'download.done': '{name} is downloaded.',
    'download.failed': 'This page may not read the file, or it is gone. Open it instead, and save it from there.',
    'download.failed.own': 'The file could not be had. Try again later, or load the page anew.',
    'all.cancel': 'Cancel the download',
    'all.progress': { one: '{count} of {all} file', other: '{count} of {all} files' },
    'all.done': { one: '{count} file is in the ZIP.', other: '{count} files are in the ZIP.' },
  },
  fr: {
    'download.cancel': 'Annuler',
    'download.cancel.name': 'Annuler le téléchargement de {name}',
    'download.progress': 'Téléchargement de {name}',
    'download.done': '{name} est téléchargé.',
    'download.failed':
      'Cette page n’a pas le droit de lire le fichier, ou il n’existe plus. Ouvrez-le plutôt, et enregistrez-le de là.',
    'download.failed.own': 'Le fichier n’a pas pu être obtenu. Réessayez plus tard, ou rechargez la page.',
    'all.cancel': 'Annuler le téléchargement',
    'all.progress': { one: '{count} fichier sur {all}', other: '{count} fichiers sur {all}' },
    'all.done': { one: '{count} fichier est dans le ZIP.', other: '{count} fichiers sont dans le ZIP.' },
  },
};
