#include "generator/reader/choose_model.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace halenet::reader {
namespace {

using Records = std::vector<const clang::CXXRecordDecl *>;

bool derives_from_model(const clang::CXXRecordDecl &record) {
    return std::any_of(record.bases_begin(), record.bases_end(), [](const clang::CXXBaseSpecifier &specifier) {
        const clang::CXXRecordDecl *base = specifier.getType()->getAsCXXRecordDecl();
        const clang::CXXRecordDecl *definition = base ? base->getDefinition() : nullptr;
        return definition && (is_model_base(*definition) || derives_from_model(*definition));
    });
}

class ModelFinder : public clang::RecursiveASTVisitor<ModelFinder> {
  public:
    // The name is the visitor's.
    bool VisitCXXRecordDecl(const clang::CXXRecordDecl *record) {
        if (record->isThisDeclarationADefinition() && derives_from_model(*record))
            (record->isDependentContext() ? templates : models).push_back(record);
        return true;
    }

    Records models;    ///< in the order of the text
    Records templates; ///< whose layers depend on arguments that nothing gives
};

using Level = clang::DiagnosticsEngine::Level;

class Reporter {
  public:
    Reporter(const clang::ASTContext &context, Diagnostics &diagnostics)
        : context_(context), diagnostics_(diagnostics) {}

    void report(Level level, clang::SourceLocation place, const std::string &sentence) {
        diagnostics_.report(level, context_, clang::CharSourceRange::getTokenRange(place), sentence);
    }

    void note_each(const Records &models) {
        for (const clang::CXXRecordDecl *model : models)
            report(Level::Note, model->getLocation(), fmt::format("{} is a model", model->getQualifiedNameAsString()));
    }

  private:
    const clang::ASTContext &context_;
    Diagnostics &diagnostics_;
};

std::string names_of(const Records &models) {
    std::string names;
    for (const clang::CXXRecordDecl *model : models)
        names += (names.empty() ? "" : ", ") + model->getNameAsString();
    return names;
}

} // namespace

bool is_model_base(const clang::CXXRecordDecl &record) {
    return record.getQualifiedNameAsString() == "halenet::Model";
}

const clang::CXXRecordDecl *choose_model(clang::ASTContext &context, llvm::StringRef name, Diagnostics &diagnostics) {
    Reporter reporter(context, diagnostics);
    const clang::SourceManager &sources = context.getSourceManager();
    const clang::SourceLocation start = sources.getLocForStartOfFile(sources.getMainFileID());
    ModelFinder finder;
    finder.TraverseAST(context);
    if (finder.models.empty()) {
        if (diagnostics.has_errors())
            return nullptr; // of C++, and the model may be in what it could not read
        reporter.report(Level::Error, start, "found no model, expected a struct that derives from halenet::Model");
        for (const clang::CXXRecordDecl *record : finder.templates)
            reporter.report(
                Level::Note, record->getLocation(),
                fmt::format("{0} is a template; a plain struct that derives from one {0}<...> would be a model",
                            record->getNameAsString()));
        return nullptr;
    }

    const auto is_wanted = [&](const clang::CXXRecordDecl *model) {
        return name.empty() ? sources.isInMainFile(model->getLocation())
                            : name == model->getName() || name == model->getQualifiedNameAsString();
    };
    Records wanted;
    std::copy_if(finder.models.begin(), finder.models.end(), std::back_inserter(wanted), is_wanted);
    if (wanted.empty() && name.empty())
        wanted = finder.models; // the header only includes others
    if (wanted.size() == 1)
        return wanted.front();

    if (wanted.empty()) {
        reporter.report(
            Level::Error, start,
            fmt::format("found no model named {}, expected one of: {}", name.str(), names_of(finder.models)));
        reporter.note_each(finder.models);
    } else {
        const char *way_out = name.empty() ? "name one with --model" : "write its namespace before the name";
        reporter.report(
            Level::Error, wanted[1]->getLocation(),
            fmt::format("found {} models ({}), expected one; {}", wanted.size(), names_of(wanted), way_out));
        reporter.note_each(wanted);
    }
    return nullptr;
}

} // namespace halenet::reader
