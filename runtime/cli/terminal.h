#pragma once

#include <cstdio>
#include <string>

namespace halenet::cli {

/// True where a person may be watching who sees more than plain lines: not for TERM=dumb.
[[nodiscard]] bool is_terminal(std::FILE *stream);

/// A line at the bottom of a terminal that is drawn again and again. Does nothing where the stream is no terminal.
class LiveLine {
  public:
    explicit LiveLine(std::FILE *stream);
    ~LiveLine() { clear(); }
    LiveLine(const LiveLine &) = delete;
    LiveLine &operator=(const LiveLine &) = delete;

    [[nodiscard]] bool live() const { return live_; }

    /// Columns that a text may fill without a line break: one fewer than the terminal has, as told by COLUMNS, the
    /// terminal itself, or else 80.
    [[nodiscard]] int width() const;

    void show(const std::string &text); ///< of at most width() columns of ASCII; the rest is cut
    void clear();

  private:
    std::FILE *stream_;
    bool live_;
    bool shown_ = false;
};

} // namespace halenet::cli
