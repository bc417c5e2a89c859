#include "ui/views/ComparedModels.h"

#include <QTest>

using namespace timbre;
using namespace timbre::ui;

namespace {

model::ModelCard card(const std::string& kind, const std::string& name, bool costly) {
  model::ModelCard card;
  card.kind = kind;
  card.name = name;
  card.costly = costly;
  card.standard = name == kind + "-ours";
  return card;
}

const std::vector<model::ModelCard> kCards{
    card("baseline", "baseline-ours", false), card("baseline", "baseline-z", false),
    card("toy", "toy", false), card("wavenet", "wavenet-a", true),
    card("wavenet", "wavenet-ours", true)};

QStringList namesOf(const std::vector<model::ModelCard>& cards) {
  QStringList names;
  for (const auto& each : cards) names << QString::fromStdString(each.name);
  return names;
}

QStringList shown(const QStringList& ticked, const std::string& chosen = {}) {
  return namesOf(comparedModels(kCards, ticked, chosen));
}

QStringList list(const char* names) {
  return QString::fromLatin1(names).split(QLatin1Char(' '));
}

}  // namespace

class ComparedModelsTest : public QObject {
  Q_OBJECT

 private slots:
  void withoutTicksOneOfEachKindTheCostlyFirst() {
    QCOMPARE(shown({}), list("wavenet-ours baseline-ours toy"));
  }
  void theChosenOneStandsForItsKind() {
    QCOMPARE(shown({}, "wavenet-a"), list("wavenet-a baseline-ours toy"));
    QCOMPARE(shown({}, "baseline-z"), list("wavenet-ours baseline-z toy"));
  }
  void asManyAsAreTickedTheCostlyFirst() {
    QCOMPARE(shown(list("toy")), list("toy"));
    QCOMPARE(shown(list("wavenet-a wavenet-ours baseline-z toy"), "baseline-ours"),
             list("wavenet-a wavenet-ours baseline-z toy"));
  }
  void ticksOfModelsThatWentAreForgotten() {
    QCOMPARE(shown(list("gone toy")), list("toy"));
    QCOMPARE(shown(list("gone")), shown({}));
    QVERIFY(comparedModels({}, {}, {}).empty());
  }
};

QTEST_APPLESS_MAIN(ComparedModelsTest)
#include "ComparedModelsTest.moc"
