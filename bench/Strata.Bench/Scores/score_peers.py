"""What XGBoost and scikit-learn say of the same rows. Reads train.csv and test.csv of a folder, writes a column of probabilities for each."""
import csv
import json
import sys
import time

import numpy as np
import sklearn
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


THREADS = int(sys.argv[3])


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    header, rows = rows[0], rows[1:]
    return header, rows, np.array([int(row[-1]) for row in rows])


def encode(header, train, test):
    """Numbers as they are, categories one column each: what both libraries take."""
    blocks = []
    for column, name in enumerate(header[:-1]):
        if name.startswith("n:"):
            to_number = lambda rows: np.array([[float(row[column]) if row[column] else np.nan] for row in rows])
            blocks.append((to_number(train), to_number(test)))
        else:
            encoder = OneHotEncoder(handle_unknown="ignore")
            to_text = lambda rows: np.array([[row[column]] for row in rows])
            blocks.append((encoder.fit_transform(to_text(train)).toarray(), encoder.transform(to_text(test)).toarray()))
    return np.hstack([block[0] for block in blocks]), np.hstack([block[1] for block in blocks])


def xgboost_tuned(x, y, test, seed):
    """Sizes and rounds chosen on a fifth of the rows, then grown from all of them."""
    inside, outside, inside_y, outside_y = train_test_split(x, y, test_size=0.2, stratify=y, random_state=seed)
    best = None
    for depth, weight in ((3, 1), (4, 5), (6, 5), (8, 10)):
        options = dict(
            tree_method="hist", learning_rate=0.05, max_depth=depth, min_child_weight=weight, subsample=0.8, colsample_bytree=0.7,
            n_jobs=THREADS, random_state=seed, eval_metric="logloss")
        model = xgboost.XGBClassifier(n_estimators=2000, early_stopping_rounds=50, **options)
        model.fit(inside, inside_y, eval_set=[(outside, outside_y)], verbose=False)
        if best is None or model.best_score < best[0]:
            best = (model.best_score, options, model.best_iteration + 1)
    model = xgboost.XGBClassifier(n_estimators=round(best[2] / 0.8), **best[1])
    model.fit(x, y)
    return model.predict_proba(test)[:, 1]


def xgboost_default(x, y, test, seed):
    model = xgboost.XGBClassifier(tree_method="hist", n_jobs=THREADS, random_state=seed)
    model.fit(x, y)
    return model.predict_proba(test)[:, 1]


def sklearn_trees(x, y, test, seed):
    model = HistGradientBoostingClassifier(learning_rate=0.05, max_iter=1000, early_stopping=True, n_iter_no_change=30, random_state=seed)
    model.fit(x, y)
    return model.predict_proba(test)[:, 1]


def sklearn_logistic(x, y, test, seed):
    model = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegressionCV(Cs=5, max_iter=1000, scoring="neg_log_loss", n_jobs=THREADS))
    model.fit(x, y)
    return model.predict_proba(test)[:, 1]


def main():
    folder, seed = sys.argv[1], int(sys.argv[2])
    header, train, y = read(folder + "/train.csv")
    _, test, test_y = read(folder + "/test.csv")
    x, test_x = encode(header, train, test)
    peers = {
        "xgboost tuned": xgboost_tuned,
        "xgboost default": xgboost_default,
        "sklearn trees": sklearn_trees,
        "sklearn logistic": sklearn_logistic,
    }
    report = {"versions": {"xgboost": xgboost.__version__, "scikit-learn": sklearn.__version__}, "peers": []}
    for name, fit in peers.items():
        started = time.perf_counter()
        said = fit(x, y, test_x, seed).astype(float)
        report["peers"].append({
            "name": name,
            "seconds": time.perf_counter() - started,
            "auc": roc_auc_score(test_y, said),
            "logLoss": log_loss(test_y, said),
            "brier": brier_score_loss(test_y, said),
            "probabilities": said.tolist(),
        })
    with open(folder + "/peers.json", "w", encoding="utf-8") as file:
        json.dump(report, file)


main()
