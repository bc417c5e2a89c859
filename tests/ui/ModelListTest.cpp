#include "ui/models/ModelList.h"

#include <QTest>

using namespace timbre;
using namespace timbre::ui;

namespace {

model::ModelCard card(const std::string& kind, const std::string& name) {
  model::ModelCard card;
  card.kind = kind;
  card.name = name;
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
    models.set({card("baseline", "baseline-compact"), card("wavenet", "wavenet-compact")});
    QCOMPARE(models.preferredPreview()->name, std::string("baseline-compact"));
    models.add(card("harmonic", "harmonic-compact"));
    QCOMPARE(models.preferredPreview()->name, std::string("harmonic-compact"));
    QCOMPARE(models.preferred()->name, std::string("wavenet-compact"));
  }

  void withoutAQuickModelNobodyIs() {
    ModelList models;
    models.set({card("wavenet", "wavenet-compact")});
    QVERIFY(!models.preferredPreview());
  }
};

QTEST_GUILESS_MAIN(ModelListTest)
#include "ModelListTest.moc"
