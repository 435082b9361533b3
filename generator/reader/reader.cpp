#include "generator/reader/reader.h"

#include "generator/reader/choose_model.h"
#include "generator/reader/diagnostics.h"
#include "generator/reader/read_layers.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/FileManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/Utils.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace halenet::reader {
namespace {

class Consumer : public clang::ASTConsumer {
  public:
    Consumer(const Request &request, Reading &reading, Diagnostics &diagnostics)
        : request_(request), reading_(reading), diagnostics_(diagnostics) {}

    // The name is the interface's.
    void HandleTranslationUnit(clang::ASTContext &context) override {
        if (context.getDiagnostics().hasFatalErrorOccurred())
            return; // as of a missing file; the rest would be guesses
        if (const clang::CXXRecordDecl *record = choose_model(context, request_.model, diagnostics_))
            reading_.model = read_layers(context, *record, diagnostics_, request_.memory_limit_mib);
    }

  private:
    const Request &request_;
    Reading &reading_;
    Diagnostics &diagnostics_;
};

class Action : public clang::ASTFrontendAction {
  public:
    Action(const Request &request, Reading &reading, Diagnostics &diagnostics)
        : request_(request), reading_(reading), diagnostics_(diagnostics) {}

    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &compiler,
                                                          llvm::StringRef /*file*/) override {
        dependencies_.attachToPreprocessor(compiler.getPreprocessor());
        return std::make_unique<Consumer>(request_, reading_, diagnostics_);
    }

    void EndSourceFileAction() override { reading_.files = dependencies_.getDependencies(); }

  private:
    const Request &request_;
    Reading &reading_;
    Diagnostics &diagnostics_;
    clang::DependencyCollector dependencies_;
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
    Diagnostics diagnostics(text, *options);

    // The invocation shares the ownership of its files, so they cannot stand on the stack.
    const llvm::IntrusiveRefCntPtr<clang::FileManager> files(new clang::FileManager(clang::FileSystemOptions{}));
    clang::tooling::ToolInvocation invocation(command_line(request),
                                              std::make_unique<Action>(request, reading, diagnostics), files.get());
    invocation.setDiagnosticOptions(options.get());
    invocation.setDiagnosticConsumer(&diagnostics);
    const bool is_run = invocation.run();
    diagnostics.print(); // what came before the file
    if (!is_run || diagnostics.has_errors())
        reading.model.reset();
    return reading;
}

} // namespace halenet::reader
