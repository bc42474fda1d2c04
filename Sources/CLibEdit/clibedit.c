#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // ppoll, wcwidth
#endif
#include "clibedit.h"

#include <errno.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// One editor a process: libedit's prompt function takes no context, and signals have none.
static char prompt[1024] = "> ";
static int columns_at_last_drawing;
static void (*key_function)(EditLine *);
static void (*screen_function)(EditLine *, bool);
static bool watches_keys;
/// Bytes read while a sequence was looked for that turned out to be none.
static char put_back[8];
static size_t put_back_count;

static volatile sig_atomic_t was_interrupted, was_resized, was_continued, termination_signal;

// MARK: - Signals

static void note_signal(int signal) {
  switch (signal) {
    case SIGINT: was_interrupted = 1; break;
    case SIGCONT: was_continued = 1; break;
    case SIGWINCH: was_resized = 1; break;
    default: termination_signal = signal;
  }
}

static sigset_t noted_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGCONT);
  sigaddset(&set, SIGWINCH);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

void edit_install_signals(void) {
  // libedit's own handling (`EL_SIGNAL`) raises a signal again for the whole process group, which
  // would end the script that started us. No SA_RESTART: a signal is to end a wait.
  struct sigaction action = {.sa_handler = note_signal, .sa_flags = 0};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGCONT, &action, NULL);
  sigaction(SIGWINCH, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
}

void edit_block_signals(void) {
  sigset_t set = noted_signals();
  pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void edit_unblock_signals(void) {
  sigset_t set = noted_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

bool edit_is_interrupted(void) { return was_interrupted || termination_signal; }
void edit_forget_interrupt(void) { was_interrupted = 0; }
int edit_termination_signal(void) { return termination_signal; }

void edit_die_by(int number) {
  signal(number, SIG_DFL);
  edit_unblock_signals();
  kill(getpid(), number);
}

// MARK: - Where things stand on the screen

static int cells(wchar_t character) {
  int width = wcwidth(character);
  if (width >= 0) return width;
  return character < L' ' ? 2 : 0;  // libedit shows a control character as ^A
}

int edit_columns(void) {
  struct winsize size;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

int edit_lines(void) {
  struct winsize size;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

int edit_scalar_width(uint32_t scalar) {
  edit_use_utf8();
  return cells((wchar_t)scalar);
}

int edit_width(const char *text) {
  edit_use_utf8();
  int width = 0;
  mbstate_t state = {0};
  size_t left = strlen(text);
  while (left > 0) {
    wchar_t character;
    size_t used = mbrtowc(&character, text, left, &state);
    if (used == 0 || used > left) break;
    width += cells(character);
    text += used;
    left -= used;
  }
  return width;
}

/// The prompt's width: what stands between two bytes 1 is not counted.
static int prompt_width(void) {
  char shown[sizeof prompt];
  size_t count = 0;
  bool hidden = false;
  for (const char *c = prompt; *c; c++) {
    if (*c == '\1') hidden = !hidden;
    else if (!hidden) shown[count++] = *c;
  }
  shown[count] = 0;
  return edit_width(shown);
}

/// The row of a place in the text, from the prompt's, on a screen so many columns wide.
static int row_of(const wchar_t *text, const wchar_t *place, int columns) {
  int row = prompt_width() / columns, column = prompt_width() % columns;
  for (; text < place; text++) {
    if (*text == L'\n') {
      row++;
      column = 0;
      continue;
    }
    int width = cells(*text);
    if (column + width > columns) {
      row++;
      column = 0;
    }
    column += width;
    if (column >= columns) {
      row++;
      column = 0;
    }
  }
  return row;
}

int edit_rows_below_cursor(EditLine *editor) {
  const LineInfoW *line = el_wline(editor);
  int columns = edit_columns();
  return row_of(line->buffer, line->lastchar, columns) - row_of(line->buffer, line->cursor, columns);
}

void edit_print(const char *text) {
  fputs(text, stdout);
  fflush(stdout);
}

void edit_refresh(EditLine *editor) { el_set(editor, EL_REFRESH); }

static void erase_rows(EditLine *editor, int columns) {
  const LineInfoW *line = el_wline(editor);
  int up = row_of(line->buffer, line->cursor, columns);
  fputs("\r", stdout);
  if (up > 0) fprintf(stdout, "\033[%dA", up);
  fputs("\033[J", stdout);
  fflush(stdout);
}

void edit_erase(EditLine *editor) { erase_rows(editor, edit_columns()); }

/// Draws anew for a window of another size. A terminal reflows what grew narrower at the new width;
/// what grew wider still stands as it was drawn.
static void redraw_resized(EditLine *editor) {
  int columns = edit_columns();
  bool grew = columns_at_last_drawing > 0 && columns > columns_at_last_drawing;
  erase_rows(editor, grew ? columns_at_last_drawing : columns);
  columns_at_last_drawing = columns;
  el_resize(editor);
  edit_refresh(editor);
}

int edit_pending_input(void) {
  int count = 0;
  return ioctl(STDIN_FILENO, FIONREAD, &count) == 0 ? count + (int)put_back_count : 0;
}

void edit_bracketed_paste(bool on) { edit_print(on ? "\033[?2004h" : "\033[?2004l"); }

static struct termios terminal_at_start;
static bool is_terminal_known;

void edit_quiet(bool on) {
  if (!is_terminal_known) return;
  struct termios mode = terminal_at_start;
  if (on) {
    // Not canonical: the kernel would cut typed-ahead lines at 4095 bytes.
    mode.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
  }
  tcsetattr(STDIN_FILENO, TCSADRAIN, &mode);
}

// MARK: - The reader of keys

/// Sequences of keys that become one key each, where an Escape alone means something: in vi's keys.
static const struct {
  const char *sequence;
  unsigned char key;
} sequences[] = {
  {"[200~", EDIT_KEY_PASTE}, {"[A", EDIT_KEY_UP}, {"OA", EDIT_KEY_UP}, {"[B", EDIT_KEY_DOWN},
  {"OB", EDIT_KEY_DOWN}, {"[D", EDIT_KEY_LEFT}, {"OD", EDIT_KEY_LEFT}, {"[C", EDIT_KEY_RIGHT},
  {"OC", EDIT_KEY_RIGHT}, {"[H", EDIT_KEY_HOME}, {"OH", EDIT_KEY_HOME}, {"[1~", EDIT_KEY_HOME},
  {"[F", EDIT_KEY_END}, {"OF", EDIT_KEY_END}, {"[4~", EDIT_KEY_END}, {"[3~", EDIT_KEY_DELETE},
  {"\r", EDIT_KEY_NEWLINE}, {"\n", EDIT_KEY_NEWLINE}, {"[1;5D", EDIT_KEY_WORD_LEFT},
  {"[1;5C", EDIT_KEY_WORD_RIGHT},
};
static bool joins_sequences;

void edit_join_sequences(bool on) { joins_sequences = on; }

/// Reads a byte; with a time, only if one comes within so many milliseconds.
static ssize_t read_byte(char *byte, int milliseconds) {
  if (put_back_count > 0) {
    *byte = put_back[0];
    memmove(put_back, put_back + 1, --put_back_count);
    return 1;
  }
  if (milliseconds >= 0) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&input, 1, milliseconds) <= 0) return 0;
  }
  return read(STDIN_FILENO, byte, 1);
}

/// Reads on after an Escape; returns the key that the sequence stands for, or Escape.
static wchar_t key_after_escape(void) {
  char read_bytes[8];
  size_t count = 0;
  for (;;) {
    bool could_go_on = false;
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++) {
      const char *sequence = sequences[i].sequence;
      if (strncmp(sequence, read_bytes, count) != 0) continue;
      if (strlen(sequence) == count) return sequences[i].key;
      could_go_on = true;
    }
    // A terminal sends a sequence at once; what comes later was typed.
    if (!could_go_on || count == sizeof read_bytes - 1) break;
    if (read_byte(read_bytes + count, 30) != 1) break;
    count++;
  }
  memcpy(put_back, read_bytes, count);
  put_back_count = count;
  return L'\033';
}

/// Waits for a byte or a signal. The signals are blocked but for the wait itself, so that none can
/// come between the look at the flags and the wait.
static int read_key(EditLine *editor, wchar_t *key) {
  char bytes[MB_LEN_MAX];
  size_t count = 0;
  if (watches_keys && key_function) key_function(editor);
  for (;;) {
    sigset_t blocked = noted_signals(), before;
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    if (was_interrupted || termination_signal) {
      pthread_sigmask(SIG_SETMASK, &before, NULL);
      errno = EINTR;
      return -1;
    }
    if (was_continued || was_resized) {
      bool continued = was_continued;
      was_continued = was_resized = 0;
      pthread_sigmask(SIG_SETMASK, &before, NULL);
      if (continued) {  // the shell has set its own terminal modes meanwhile
        el_set(editor, EL_PREP_TERM, 0);
        el_set(editor, EL_PREP_TERM, 1);
      } else if (screen_function) {
        el_resize(editor);
      }
      if (screen_function) screen_function(editor, continued);
      else if (continued) edit_refresh(editor);
      else redraw_resized(editor);
      continue;
    }
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
#ifdef __APPLE__
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    int ready = put_back_count > 0 ? 1 : poll(&input, 1, 100);
    if (ready == 0) continue;
#else
    int ready = put_back_count > 0 ? 1 : ppoll(&input, 1, NULL, &before);
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
#endif
    if (ready < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    ssize_t got = read_byte(bytes + count, -1);
    if (got < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      return -1;
    }
    if (got == 0) return 0;
    count++;
    mbstate_t state = {0};
    size_t used = mbrtowc(key, bytes, count, &state);
    if (used == (size_t)-2 && count < sizeof bytes) continue;
    if (used == (size_t)-1 || used == (size_t)-2) {
      count = 0;  // bytes that are no character are dropped
      continue;
    }
    if (*key == L'\033' && joins_sequences) *key = key_after_escape();
    return 1;
  }
}

bool edit_read_key(EditLine *editor, uint32_t *scalar) {
  wchar_t key;
  if (el_wgetc(editor, &key) != 1) return false;
  *scalar = (uint32_t)key;
  return true;
}

// MARK: - The editor

static char *current_prompt(EditLine *editor) {
  (void)editor;
  return prompt;
}

void edit_use_utf8(void) {
  static bool is_set;
  if (is_set) return;
  is_set = true;
  // Before `el_init`: in the C locale libedit drops every byte above 127.
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 && !setlocale(LC_CTYPE, "C.UTF-8"))
    setlocale(LC_CTYPE, "en_US.UTF-8");
}

EditLine *edit_open(const char *program, void *client) {
  edit_use_utf8();
  is_terminal_known = tcgetattr(STDIN_FILENO, &terminal_at_start) == 0;
  EditLine *editor = el_init(program, stdin, stdout, stderr);
  if (!editor) return NULL;
  el_set(editor, EL_CLIENTDATA, client);
  el_set(editor, EL_PROMPT_ESC, current_prompt, '\1');
  el_set(editor, EL_SIGNAL, 0);
  el_set(editor, EL_GETCFN, read_key);
  // libedit counts cells wrongly when it inserts or deletes before a character two columns wide;
  // without these abilities of the terminal it draws the rest of the row anew, which is right.
  static const char *const abilities[] = {"ic", "im", "ei", "IC", "dc", "dm", "ed", "DC"};
  for (size_t i = 0; i < sizeof abilities / sizeof abilities[0]; i++)
    el_set(editor, EL_SETTC, abilities[i], "", NULL);
  return editor;
}

void edit_close(EditLine *editor) {
  el_end(editor);
  edit_quiet(false);
}

void *edit_client(EditLine *editor) {
  void *client = NULL;
  el_get(editor, EL_CLIENTDATA, &client);
  return client;
}

void edit_set_keys(EditLine *editor, const char *name) { el_set(editor, EL_EDITOR, name); }

bool edit_has_vi_keys(EditLine *editor) {
  const char *name = NULL;
  return el_get(editor, EL_EDITOR, &name) == 0 && name && strcmp(name, "vi") == 0;
}

void edit_add_command(EditLine *editor, const char *name, edit_command command) {
  el_set(editor, EL_ADDFN, name, name, command);
}

void edit_bind(EditLine *editor, bool alternative, const char *key, const char *command) {
  if (alternative) el_set(editor, EL_BIND, "-a", key, command, NULL);
  else el_set(editor, EL_BIND, key, command, NULL);
}

void edit_read_user_file(EditLine *editor) { el_source(editor, NULL); }

void edit_read_user_bindings(EditLine *editor) {
  char in_home[PATH_MAX];
  const char *path = getenv("EDITRC"), *home = getenv("HOME");
  if (!path && home) {
    snprintf(in_home, sizeof in_home, "%s/.editrc", home);
    path = in_home;
  }
  FILE *file = path ? fopen(path, "re") : NULL;
  if (!file) return;
  Tokenizer *tokenizer = tok_init(NULL);
  char *line = NULL;
  size_t capacity = 0;
  while (tokenizer && getline(&line, &capacity, file) != -1) {
    line[strcspn(line, "\n")] = 0;
    if (line[strspn(line, " \t")] == '#') continue;
    int count = 0;
    const char **words = NULL;
    tok_reset(tokenizer);
    if (tok_str(tokenizer, line, &count, &words) != 0 || count == 0) continue;
    bool sets_keys = count > 1 && strstr(words[0], "bind") &&
                     (strcmp(words[1], "-v") == 0 || strcmp(words[1], "-e") == 0);
    if (!sets_keys) el_parse(editor, count, words);
  }
  free(line);
  if (tokenizer) tok_end(tokenizer);
  fclose(file);
}

void edit_set_prompt(const char *text) { snprintf(prompt, sizeof prompt, "%s", text); }
void edit_on_key(void (*function)(EditLine *)) { key_function = function; }

bool edit_draw_elsewhere(EditLine *editor, void (*function)(EditLine *, bool)) {
  int edits = 0;
  if (el_get(editor, EL_EDITMODE, &edits) != 0 || !edits) return false;
  FILE *nowhere = fopen("/dev/null", "we");
  if (!nowhere) return false;
  el_set(editor, EL_SETFP, 1, nowhere);
  screen_function = function;
  return true;
}
void edit_watch_keys(bool on) { watches_keys = on; }

enum edit_outcome edit_read(EditLine *editor, char **line) {
  *line = NULL;
  columns_at_last_drawing = edit_columns();
  was_resized = was_continued = 0;
  int count = 0;
  errno = 0;
  const char *text = el_gets(editor, &count);
  int error = errno;
  if (termination_signal) return EDIT_TERMINATED;
  if (!text || count <= 0) {
    if (was_interrupted) {
      was_interrupted = 0;
      return EDIT_INTERRUPTED;
    }
    errno = error;
    return count < 0 ? EDIT_FAILED : EDIT_END_OF_INPUT;
  }
  // An interrupt that came after Enter is kept: it is for the cell, which is to stop at once.
  // The count decides: after a command that returned CC_NEWLINE the text has no NUL at its end.
  size_t length = (size_t)count;
  if (text[length - 1] == '\n') length--;
  *line = malloc(length + 1);
  if (!*line) return EDIT_FAILED;
  memcpy(*line, text, length);
  (*line)[length] = 0;
  return EDIT_LINE;
}

const char *edit_text(EditLine *editor, size_t *count, size_t *cursor) {
  const LineInfo *line = el_line(editor);
  *count = (size_t)(line->lastchar - line->buffer);
  *cursor = (size_t)(line->cursor - line->buffer);
  return line->buffer;
}

bool edit_replace(EditLine *editor, const char *text, int cursor) {
  const LineInfoW *line = el_wline(editor);
  int count = (int)(line->lastchar - line->buffer);
  el_cursor(editor, (int)(line->lastchar - line->cursor));
  if (count > 0) el_deletestr(editor, count);  // an empty `el_replacestr` changes nothing
  if (*text && el_insertstr(editor, text) == -1) return false;
  line = el_wline(editor);
  el_cursor(editor, cursor - (int)(line->cursor - line->buffer));
  return true;
}

void edit_move(EditLine *editor, int distance) { el_cursor(editor, distance); }
void edit_push(EditLine *editor, const char *keys) { el_push(editor, keys); }
