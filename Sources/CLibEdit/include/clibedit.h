#ifndef LOSSBOOK_CLIBEDIT_H
#define LOSSBOOK_CLIBEDIT_H

#include <histedit.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A narrow door to libedit. It holds what Swift cannot say: the variadic calls, the process's signal
// flags, and the reader of keys that waits for both. Everything that edits text is Swift's.

// MARK: - The editor

/// A command of the editor; what it returns is one of the `CC_` codes.
typedef unsigned char (*edit_command)(EditLine *editor, int key);

/// Opens the editor on the standard streams, or returns NULL. `client` is for the commands.
EditLine *edit_open(const char *program, void *client);
/// Closes the editor and leaves the terminal as `edit_open` found it.
void edit_close(EditLine *editor);
/// Returns what was passed to `edit_open`.
void *edit_client(EditLine *editor);
/// Makes "emacs" or "vi" keys the current ones, which resets every binding.
void edit_set_keys(EditLine *editor, const char *name);
/// Whether the keys are vi's.
bool edit_has_vi_keys(EditLine *editor);
/// Adds a command under a name that keys can be bound to.
void edit_add_command(EditLine *editor, const char *name, edit_command command);
/// Binds a key sequence to a command; `alternative` is the map of vi's command mode.
void edit_bind(EditLine *editor, bool alternative, const char *key, const char *command);
/// Reads the user's `~/.editrc`.
void edit_read_user_file(EditLine *editor);
/// Reads it again without the lines that choose emacs' or vi's keys, which would take away every
/// binding made since.
void edit_read_user_bindings(EditLine *editor);
/// Sets the prompt; what stands between two bytes 1 takes no room on the screen.
void edit_set_prompt(const char *prompt);
/// Is called before each key is waited for, while `edit_watch_keys` is on.
void edit_on_key(void (*function)(EditLine *editor));
/// Switches the calls of the function above.
void edit_watch_keys(bool on);
/// Has libedit draw nothing; the function is called when the screen has to be drawn anew, because
/// the program was stopped and continued, or because the window has another size. Returns false,
/// and changes nothing, where the user's file has switched editing off.
bool edit_draw_elsewhere(EditLine *editor, void (*function)(EditLine *editor, bool was_stopped));

// MARK: - Reading

/// How reading a line ended.
enum edit_outcome {
  EDIT_LINE,
  EDIT_END_OF_INPUT,
  EDIT_INTERRUPTED,
  EDIT_TERMINATED,
  EDIT_FAILED,
};

/// Keys that stand for the sequences of a terminal, while `edit_join_sequences` is on. They are
/// control characters that no keyboard sends.
enum edit_key {
  EDIT_KEY_PASTE = 0x80,
  EDIT_KEY_UP,
  EDIT_KEY_DOWN,
  EDIT_KEY_LEFT,
  EDIT_KEY_RIGHT,
  EDIT_KEY_HOME,
  EDIT_KEY_END,
  EDIT_KEY_DELETE,
  EDIT_KEY_NEWLINE,
  EDIT_KEY_WORD_LEFT,
  EDIT_KEY_WORD_RIGHT,
};

/// Makes one key of the sequence that an arrow or a paste sends, so that Escape can be a key of its
/// own.
void edit_join_sequences(bool on);
/// Reads a line into `*line`, which the caller frees, without the newline that ended it.
enum edit_outcome edit_read(EditLine *editor, char **line);
/// Reads one key inside a command, or returns false at the end of input and on a signal.
bool edit_read_key(EditLine *editor, uint32_t *scalar);
/// Returns the bytes of the text being edited and the cursor's place among them.
const char *edit_text(EditLine *editor, size_t *count, size_t *cursor);
/// Makes `text` the text being edited, the cursor after its first `cursor` code points.
bool edit_replace(EditLine *editor, const char *text, int cursor);
/// Moves the cursor by code points.
void edit_move(EditLine *editor, int distance);
/// Feeds keys to the editor as if they were typed.
void edit_push(EditLine *editor, const char *keys);

// MARK: - The screen

/// Writes text through the stream that the editor draws on.
void edit_print(const char *text);
/// Draws prompt and text anew from the cursor's row.
void edit_refresh(EditLine *editor);
/// Clears the rows that the prompt and the text take, and puts the cursor at their start.
void edit_erase(EditLine *editor);
/// How many rows the text goes on below the cursor.
int edit_rows_below_cursor(EditLine *editor);
/// How many columns the terminal has; 80 where it does not say.
int edit_columns(void);
/// How many lines the terminal has; 24 where it does not say.
int edit_lines(void);
/// How many columns a character takes.
int edit_scalar_width(uint32_t scalar);
/// How many columns a text takes.
int edit_width(const char *text);
/// How many bytes wait to be read.
int edit_pending_input(void);
/// Asks the terminal to mark what is pasted.
void edit_bracketed_paste(bool on);
/// While on, typed keys are neither shown nor cut into lines, but signals still come; off, the
/// terminal is as `edit_open` found it.
void edit_quiet(bool on);

// MARK: - Signals

/// Makes SIGINT, SIGWINCH, SIGCONT, SIGTERM and SIGHUP set flags and end a wait.
void edit_install_signals(void);
/// Blocks those signals in the calling thread, so that another one gets them.
void edit_block_signals(void);
/// Lets them through in the calling thread.
void edit_unblock_signals(void);
/// Whether Ctrl-C was pressed since it was last forgotten, or the program is to end.
bool edit_is_interrupted(void);
/// Forgets a Ctrl-C.
void edit_forget_interrupt(void);
/// The signal that asks the program to end, or 0.
int edit_termination_signal(void);
/// Ends the process by a signal, as if it had not been caught.
void edit_die_by(int signal);

/// Uses UTF-8 for text, whatever the environment says of the character set.
void edit_use_utf8(void);

#endif
