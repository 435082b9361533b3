#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace halenet {

/// True where a person may be watching who sees more than plain lines: not for TERM=dumb.
[[nodiscard]] bool is_terminal(std::FILE *stream);

/// A line, or several, at the bottom of a terminal that are drawn again and again in their place. Does nothing where
/// the stream is no terminal.
class LiveText {
  public:
    explicit LiveText(std::FILE *stream);
    ~LiveText() { clear(); }
    LiveText(const LiveText &) = delete;
    LiveText &operator=(const LiveText &) = delete;

    [[nodiscard]] bool live() const { return live_; }

    /// Columns that a line may fill without a break: one fewer than the terminal has, as told by COLUMNS, the terminal
    /// itself, or else 80. May change from call to call, as windows do.
    [[nodiscard]] int width() const;
    /// Lines that can be drawn again: those that the terminal has, or else 24. What has scrolled away cannot.
    [[nodiscard]] int height() const;

    /// At most height() lines of at most width() columns of ASCII, with line breaks between them; the rest is cut.
    void show(const std::string &text);
    void clear();

  private:
    [[nodiscard]] int rows() const;
    [[nodiscard]] std::string to_first_row() const;

    std::FILE *stream_;
    bool live_;
    std::vector<std::size_t> shown_; ///< columns of each line that is on the screen; the cursor is behind the last one
};

} // namespace halenet
