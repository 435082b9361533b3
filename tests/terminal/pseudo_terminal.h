#pragma once

#include <array>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>

#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/runtime/environment_variable.h"

/// A terminal that nobody watches but the test.
class PseudoTerminal {
  public:
    PseudoTerminal(unsigned short columns, unsigned short rows) {
        std::array<int, 2> ends{};
        winsize size{};
        size.ws_col = columns;
        size.ws_row = rows;
        if (::openpty(&ends[0], &ends[1], nullptr, nullptr, &size) != 0)
            throw std::runtime_error("no terminal can be had for a test");
        screen_ = ends[0];
        stream_ = ::fdopen(ends[1], "w");
    }
    PseudoTerminal(const PseudoTerminal &) = delete;
    PseudoTerminal &operator=(const PseudoTerminal &) = delete;
    ~PseudoTerminal() {
        static_cast<void>(std::fclose(stream_));
        ::close(screen_);
    }

    [[nodiscard]] std::FILE *stream() const { return stream_; }

    void resize(unsigned short columns, unsigned short rows) const {
        winsize size{};
        size.ws_col = columns;
        size.ws_row = rows;
        if (::ioctl(screen_, TIOCSWINSZ, &size) != 0)
            throw std::runtime_error("a test's terminal cannot be resized");
    }

    /// What was written since the last call.
    [[nodiscard]] std::string written() const {
        std::string text;
        pollfd waiting{.fd = screen_, .events = POLLIN, .revents = 0};
        while (::poll(&waiting, 1, 0) > 0) {
            std::array<char, 1024> buffer{};
            const ssize_t count = ::read(screen_, buffer.data(), buffer.size());
            if (count <= 0)
                break;
            text.append(buffer.data(), static_cast<std::size_t>(count));
        }
        return text;
    }

  private:
    int screen_ = -1;
    std::FILE *stream_ = nullptr;
};

/// So that such a terminal is one for the program too, of its own size.
struct TerminalVariables {
    EnvironmentVariable term{"TERM", "xterm"};
    EnvironmentVariable columns{"COLUMNS", std::nullopt};
};
