#include "ui/models/ModelList.h"

#include <QTest>

using namespace timbre;
using namespace timbre::ui;

namespace {

model::ModelCard card(const std::string& kind, const std::string& name) {
  model::ModelCard card;
  card.kind = kind;
  card.name = name;
  card.shipped = card.standard = name == kind + "-ours";
  card.costly = kind == "wavenet";
  card.streams = kind != "baseline";
  card.previews = kind != "wavenet";
  return card;
}

}  // namespace

class ModelListTest : public QObject {
  Q_OBJECT

 private slots:
  void theModelThatStreamsIsHeardFirst() {
    ModelList models;
    models.set({card("baseline", "baseline-ours"), card("wavenet", "wavenet-ours")});
    QCOMPARE(models.preferredPreview()->name, std::string("baseline-ours"));
    models.add(card("harmonic", "harmonic-ours"));
    QCOMPARE(models.preferredPreview()->name, std::string("harmonic-ours"));
    QCOMPARE(models.preferred()->name, std::string("wavenet-ours"));
  }

  void theStandardOneOfTheCostlyIsPreferredWhereverItStands() {
    ModelList models;
    models.set({card("baseline", "baseline-ours"), card("wavenet", "wavenet-a"),
                card("wavenet", "wavenet-compact"), card("wavenet", "wavenet-ours")});
    QCOMPARE(models.preferred()->name, std::string("wavenet-ours"));
    models.set({card("baseline", "baseline-ours"), card("wavenet", "wavenet-b")});
    QCOMPARE(models.preferred()->name, std::string("wavenet-b"));
  }

  void modelsOfOthersShowTheirOwnNames() {
    ModelList models;
    auto theirs = card("wavenet", "wavenet-compact"), ours = card("wavenet", "wavenet-ours");
    theirs.title = ours.title = "WaveNet, compact";
    models.set({theirs, ours});
    QCOMPARE(models.cards()[0].title, std::string("wavenet-compact: WaveNet, compact"));
    QCOMPARE(models.cards()[1].title, std::string("WaveNet, compact"));
  }

  void withoutAQuickModelNobodyIs() {
    ModelList models;
    models.set({card("wavenet", "wavenet-ours")});
    QVERIFY(!models.preferredPreview());
  }
};

QTEST_GUILESS_MAIN(ModelListTest)
#include "ModelListTest.moc"
