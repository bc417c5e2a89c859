/// Issues for the user, kept until they are solved: one line each.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <vector>

namespace timbre::ui {

struct Issue {
  enum class Severity { Warning, Error };
  Severity severity = Severity::Warning;
  QString text;   ///< one sentence that says what the user can do
  QString topic;  ///< "library", "models", "sounds": what solves it clears the whole topic
};

/// GUI thread.
class IssueList : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  /// The same sentence twice is one issue.
  void add(const Issue& issue);
  void clear(const QString& topic);
  int count() const { return static_cast<int>(issues_.size()); }
  const Issue& issue(int row) const { return issues_[static_cast<std::size_t>(row)]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 signals:
  void countChanged(int count);

 private:
  std::vector<Issue> issues_;
};

}  // namespace timbre::ui
