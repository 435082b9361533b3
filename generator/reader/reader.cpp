#include "generator/reader/reader.h"

#include "generator/reader/choose_model.h"
#include "generator/reader/read_layers.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/FileManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace halenet::reader {
namespace {

using Model = std::optional<description::ModelDescription>;

class Consumer : public clang::ASTConsumer {
  public:
    Consumer(const Request &request, Model &model) : request_(request), model_(model) {}

    // The name is the interface's.
    void HandleTranslationUnit(clang::ASTContext &context) override {
        if (context.getDiagnostics().hasErrorOccurred())
            return; // what Clang could not read, it has reported; the rest would be guesses
        if (const clang::CXXRecordDecl *record = choose_model(context, request_.model))
            model_ = read_layers(context, *record);
    }

  private:
    const Request &request_;
    Model &model_;
};

class Action : public clang::ASTFrontendAction {
  public:
    Action(const Request &request, Model &model, llvm::raw_ostream &text)
        : request_(request), model_(model), text_(text) {}

    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &compiler,
                                                          llvm::StringRef /*file*/) override {
        compiler.setVerboseOutputStream(text_); // the closing "2 errors generated." would go to stderr
        return std::make_unique<Consumer>(request_, model_);
    }

  private:
    const Request &request_;
    Model &model_;
    llvm::raw_ostream &text_;
};

std::vector<std::string> command_line(const Request &request) {
    std::vector<std::string> arguments = {"halenet-reader", "-xc++-header", "-std=c++20", "-fsyntax-only",
                                          "-ferror-limit=0",
                                          // A model header is the main file here.
                                          "-Wno-pragma-once-outside-header", "-I", request.layers_folder.string()};
    if (!request.resource_folder.empty())
        arguments.insert(arguments.end(), {"-resource-dir", request.resource_folder.string()});
    arguments.insert(arguments.end(), {"--", request.header});
    return arguments;
}

} // namespace

Reading read_model(const Request &request) {
    Reading reading;
    llvm::raw_string_ostream text(reading.diagnostics);
    llvm::IntrusiveRefCntPtr<clang::DiagnosticOptions> options(new clang::DiagnosticOptions);
    options->ShowColors = request.colours;
    text.enable_colors(request.colours);
    clang::TextDiagnosticPrinter printer(text, options.get());

    // The invocation shares the ownership of its files, so they cannot stand on the stack.
    const llvm::IntrusiveRefCntPtr<clang::FileManager> files(new clang::FileManager(clang::FileSystemOptions{}));
    clang::tooling::ToolInvocation invocation(command_line(request),
                                              std::make_unique<Action>(request, reading.model, text), files.get());
    invocation.setDiagnosticOptions(options.get());
    invocation.setDiagnosticConsumer(&printer);
    if (!invocation.run())
        reading.model.reset();
    return reading;
}

} // namespace halenet::reader
